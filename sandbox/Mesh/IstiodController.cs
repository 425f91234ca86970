namespace Cake.Istio.Sandbox.Mesh;

/// <summary>
/// Istiod, 1.5 on: keeps the certificate authority in a Secret and its root in every namespace, and has the webhooks of its revision trust it. Validation fails
/// closed from the moment it works.
/// </summary>
internal sealed class IstiodController(MeshContext mesh)
    : MeshController(mesh, MeshProgram.Istiod, Resources.MutatingWebhooks, Resources.ValidatingWebhooks, Resources.Namespaces, Resources.ConfigMaps)
{
    private const string RootConfigMap = "istio-ca-root-cert";
    private const string RevisionLabel = "istio.io/rev";
    private const string InjectorSuffix = "sidecar-injector.istio.io";

    private static readonly string[] Elections = ["istio-leader", "istio-namespace-controller-election", "istio-status-leader"];

    protected override bool Concerns(StateChange change) => change.Resource != Resources.ConfigMaps || (change.Type == StateChangeType.Deleted && change.Name == RootConfigMap);

    protected override async Task ActAsync(JsonObject deployment, CancellationToken cancellationToken)
    {
        var identity = MeshContext.Identity("pilot-discovery", deployment);
        var @namespace = deployment.Namespace()!;
        await Mesh.EnsureAsync(Resources.Secrets, Mesh.Authority.ToSecret(@namespace), identity, cancellationToken);
        foreach (var election in Elections)
            await Mesh.EnsureAsync(Resources.ConfigMaps, ConfigMap(@namespace, election), identity, cancellationToken);
        foreach (var target in Mesh.State.List(Resources.Namespaces).Where(target => !target.IsDeleting()))
            await Mesh.EnsureAsync(Resources.ConfigMaps, Root(target.Name()), identity, cancellationToken);

        var revision = deployment.Map("spec", "template", "metadata", "labels").GetValueOrDefault(RevisionLabel) ?? deployment.Labels().GetValueOrDefault(RevisionLabel) ?? "default";
        foreach (var configuration in Of(Resources.MutatingWebhooks, revision, "istio-sidecar-injector"))
        {
            if (WebhookTrust.SetBundle(configuration, Mesh.Authority.Pem, name => name.EndsWith(InjectorSuffix, StringComparison.Ordinal)) is { } trusted)
                await Mesh.Writer.ReplaceAsync(Resources.MutatingWebhooks, trusted, null, identity, cancellationToken);
        }
        // Trust comes first; only a webhook that was seen to work may stop requests, so failing closed is a step of its own.
        foreach (var configuration in Of(Resources.ValidatingWebhooks, revision, $"istiod-{@namespace}"))
        {
            if ((WebhookTrust.SetBundle(configuration, Mesh.Authority.Pem, _ => true) ?? WebhookTrust.FailClosed(configuration)) is { } next)
                await Mesh.Writer.ReplaceAsync(Resources.ValidatingWebhooks, next, null, identity, cancellationToken);
        }
    }

    // Revisions came with 1.6; an istiod of 1.5 knows its configurations by name.
    private IEnumerable<JsonObject> Of(ResourceKey resource, string revision, string nameBeforeRevisions) => Mesh.State.List(resource).Where(configuration =>
        configuration.Labels().TryGetValue(RevisionLabel, out var label) ? label == revision : configuration.Name() == nameBeforeRevisions);

    private JsonObject Root(string @namespace)
    {
        var root = ConfigMap(@namespace, RootConfigMap);
        root.Child("metadata")["labels"] = new JsonObject { ["istio.io/config"] = "true" };
        root["data"] = new JsonObject { ["root-cert.pem"] = Mesh.Authority.Pem };
        return root;
    }

    private static JsonObject ConfigMap(string @namespace, string name) =>
        new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace } };
}
