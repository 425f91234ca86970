namespace Cake.Istio.Sandbox.Mesh;

/// <summary>One simulated program of the mesh: while its Deployment runs, every change of what it watches has it act.</summary>
internal abstract class MeshController(MeshContext mesh, MeshProgram program, params IReadOnlyList<ResourceKey> resources) : IController
{
    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Deployments, .. resources];

    /// <summary>What the program shares with others.</summary>
    protected MeshContext Mesh { get; } = mesh;

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        if (change.Resource != Resources.Deployments)
            return Concerns(change) ? [new ObjectKey(null, program.ToString())] : [];
        return MeshPrograms.Of(change.Read()) == program ? [new ObjectKey(null, program.ToString())] : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        foreach (var deployment in Mesh.Running(program))
            await ActAsync(deployment, cancellationToken);
        return null;
    }

    /// <summary>Whether a change of a watched resource concerns the program.</summary>
    protected virtual bool Concerns(StateChange change) => true;

    /// <summary>Does what the program does, as often as it is called.</summary>
    protected abstract Task ActAsync(JsonObject deployment, CancellationToken cancellationToken);
}
