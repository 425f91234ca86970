namespace Cake.Istio.Sandbox.Mesh;

/// <summary>The sidecar injector of 1.0 to 1.4: once it has its certificate, it puts the authority into its webhook's configuration, and back whenever it is lost.</summary>
internal sealed class InjectorController(MeshContext mesh) : MeshController(mesh, MeshProgram.Injector, Resources.MutatingWebhooks, Resources.Secrets)
{
    private const string ConfigurationName = "istio-sidecar-injector";
    private const string WebhookName = "sidecar-injector.istio.io";

    protected override bool Concerns(StateChange change) => change.Name is ConfigurationName or MeshAuthority.SecretName;

    protected override async Task ActAsync(JsonObject deployment, CancellationToken cancellationToken)
    {
        if (!Mesh.HasAuthority(deployment.Namespace()!) || Mesh.State.Get(Resources.MutatingWebhooks, null, ConfigurationName) is not { } configuration)
            return;
        if (WebhookTrust.SetBundle(configuration, Mesh.Authority.Pem, name => name == WebhookName) is { } trusted)
            await Mesh.Writer.ReplaceAsync(Resources.MutatingWebhooks, trusted, null, MeshContext.Identity("sidecar-injector", deployment), cancellationToken);
    }
}
