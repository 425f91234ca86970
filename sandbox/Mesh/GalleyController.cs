using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Mesh;

/// <summary>Galley of 1.1 to 1.4: registers its validation webhooks itself, from a file in its ConfigMap, and puts them back whenever they are changed.</summary>
internal sealed class GalleyController(MeshContext mesh) : MeshController(mesh, MeshProgram.Galley, Resources.ValidatingWebhooks, Resources.ConfigMaps, Resources.Secrets)
{
    private const string ConfigurationName = "istio-galley";
    private const string ConfigMapName = "istio-galley-configuration";
    private const string FileName = "validatingwebhookconfiguration.yaml";

    protected override bool Concerns(StateChange change) => change.Name is ConfigurationName or ConfigMapName or MeshAuthority.SecretName;

    protected override async Task ActAsync(JsonObject deployment, CancellationToken cancellationToken)
    {
        var file = Mesh.State.Get(Resources.ConfigMaps, deployment.Namespace(), ConfigMapName).Text("data", FileName);
        if (file is null || !Mesh.HasAuthority(deployment.Namespace()!) || YamlTree.Read(file, []) is not JsonObject written)
            return;
        var wanted = Wanted(written, deployment);
        var identity = MeshContext.Identity("galley", deployment);
        if (Mesh.State.Get(Resources.ValidatingWebhooks, null, ConfigurationName) is not { } existing)
        {
            await Mesh.Writer.CreateAsync(Resources.ValidatingWebhooks, wanted, identity, cancellationToken);
            return;
        }
        var next = existing.DeepClone().AsObject();
        next["webhooks"] = wanted.Copy("webhooks");
        next.Child("metadata")["ownerReferences"] = wanted.Copy("metadata", "ownerReferences");
        await Mesh.Writer.ReplaceAsync(Resources.ValidatingWebhooks, next, null, identity, cancellationToken);
    }

    // Its Deployment to 1.2, the namespace from 1.3 on (galley/pkg/crd/validation).
    private JsonObject Owner(JsonObject deployment)
    {
        var tag = deployment.Objects("spec", "template", "spec", "containers").Select(container => container.Text("image")?.Split(':')[^1]).FirstOrDefault();
        return Version.TryParse(tag, out var version) && version >= new Version(1, 3) && Mesh.State.Get(Resources.Namespaces, null, deployment.Namespace()!) is { } space ? space : deployment;
    }

    // The file is of v1beta1; what that version left to its defaults is written out, for v1 has others.
    private JsonObject Wanted(JsonObject written, JsonObject deployment)
    {
        var metadata = written.Copy("metadata") as JsonObject ?? [];
        metadata["name"] = ConfigurationName;
        // The file of 1.1 names one, and the API server drops it from an object that has none.
        metadata.Remove("namespace");
        metadata["ownerReferences"] = new JsonArray(OwnerReference.ToController(Owner(deployment)));
        var webhooks = new JsonArray();
        foreach (var webhook in written.Objects("webhooks").Select(webhook => webhook.DeepClone().AsObject()))
        {
            webhook.Child("clientConfig")["caBundle"] = MeshAuthority.Encode(Mesh.Authority.Pem);
            webhook["failurePolicy"] ??= "Fail";
            webhook["sideEffects"] ??= "None";
            webhook["matchPolicy"] ??= "Exact";
            webhook["timeoutSeconds"] ??= 30;
            webhook["admissionReviewVersions"] ??= new JsonArray("v1beta1");
            webhooks.Add(webhook);
        }
        return new JsonObject
        {
            ["apiVersion"] = "admissionregistration.k8s.io/v1",
            ["kind"] = "ValidatingWebhookConfiguration",
            ["metadata"] = metadata,
            ["webhooks"] = webhooks,
        };
    }
}
