namespace Cake.Istio.Sandbox.Admission.BuiltIn;

/// <summary>Gives a Pod its service account, that account's image pull secrets, and the volume with its token.</summary>
internal sealed class ServiceAccountPlugin(IClusterState state, TimeProvider time) : IPodPlugin
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async Task CompleteAsync(AdmissionRequest request, JsonObject pod, CancellationToken cancellationToken)
    {
        if (pod.Annotation("kubernetes.io/config.mirror") is not null)
            return;
        var spec = pod.Child("spec");
        if (string.IsNullOrEmpty(spec.Text("serviceAccountName")))
            spec["serviceAccountName"] = "default";
        var name = spec.Text("serviceAccountName")!;
        spec["serviceAccount"] = name;
        var account = await FindAsync(request.Namespace!, name, cancellationToken)
            ?? throw StatusException.Forbidden(request.Resource, pod.Name(), $"error looking up service account {request.Namespace}/{name}: serviceaccount \"{name}\" not found");
        if (!spec.Objects("imagePullSecrets").Any() && account.Objects("imagePullSecrets").Any())
            spec["imagePullSecrets"] = account.Copy("imagePullSecrets");
        if ((spec.Flag("automountServiceAccountToken") ?? account.Flag("automountServiceAccountToken")) != false)
            MountToken(spec);
    }

    // A new namespace gets its default account within moments: it is waited for.
    private async Task<JsonObject?> FindAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (state.Get(Resources.ServiceAccounts, @namespace, name) is { } account)
                return account;
            if (name != "default" || attempt == Attempts)
                return null;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static void MountToken(JsonObject spec)
    {
        var containers = spec.Objects("containers").Concat(spec.Objects("initContainers"))
            .Where(container => !container.Objects("volumeMounts").Any(mount => mount.Text("mountPath") == TokenPath)).ToArray();
        if (containers.Length == 0)
            return;
        var name = $"kube-api-access-{SafeName.Random(5)}";
        Append(spec, "volumes", new JsonObject { ["name"] = name, ["projected"] = TokenVolume() });
        foreach (var container in containers)
            Append(container, "volumeMounts", new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = TokenPath });
    }

    private static JsonObject TokenVolume() => new()
    {
        ["sources"] = new JsonArray(
            new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" } },
            new JsonObject
            {
                ["configMap"] = new JsonObject { ["name"] = "kube-root-ca.crt", ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }) },
            },
            new JsonObject
            {
                ["downwardAPI"] = new JsonObject
                {
                    ["items"] = new JsonArray(new JsonObject
                    {
                        ["path"] = "namespace",
                        ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                    }),
                },
            }),
        ["defaultMode"] = 420,
    };

    private static void Append(JsonObject value, string list, JsonObject item)
    {
        if (value[list] is not JsonArray items)
            value[list] = items = [];
        items.Add(item);
    }
}
