namespace Cake.Istio.Sandbox.Mesh;

/// <summary>What the simulated programs of the mesh share.</summary>
/// <param name="State">The cluster.</param>
/// <param name="Writer">How they write.</param>
/// <param name="LazyAuthority">The mesh's certificate authority, made when a program first needs it.</param>
internal sealed record MeshContext(IClusterState State, ClusterWriter Writer, Lazy<MeshAuthority> LazyAuthority)
{
    /// <summary>The mesh's certificate authority.</summary>
    public MeshAuthority Authority => LazyAuthority.Value;

    /// <summary>The running Deployments of a program.</summary>
    public IEnumerable<JsonObject> Running(MeshProgram program) =>
        State.List(Resources.Deployments).Where(deployment => MeshPrograms.Of(deployment) == program && MeshPrograms.IsRunning(deployment));

    /// <summary>Whether the certificate authority is there for others to read; whoever needs a certificate waits for it.</summary>
    public bool HasAuthority(string @namespace) => State.Get(Resources.Secrets, @namespace, MeshAuthority.SecretName) is not null;

    /// <summary>As whom a program acts: by the name of its binary and the service account of its Pods.</summary>
    public static ControllerIdentity Identity(string binary, JsonObject deployment) => ControllerIdentity.OfServiceAccount(
        binary, binary, deployment.Namespace()!, deployment.Text("spec", "template", "spec", "serviceAccountName") ?? "default");

    /// <summary>Creates an object unless it is there.</summary>
    public async Task EnsureAsync(ResourceKey resource, JsonObject value, ControllerIdentity identity, CancellationToken cancellationToken)
    {
        if (State.Get(resource, value.Namespace(), value.Name()) is null)
            await Writer.CreateAsync(resource, value, identity, cancellationToken);
    }
}
