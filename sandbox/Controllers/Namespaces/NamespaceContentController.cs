namespace Cake.Istio.Sandbox.Controllers.Namespaces;

/// <summary>Gives every namespace what it is to have, again when somebody deletes it.</summary>
internal sealed class NamespaceContentController(IClusterState state, WriteExecutor writes, string authority) : IController
{
    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("root-ca-cert-publisher");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Namespaces, Resources.ConfigMaps, Resources.ServiceAccounts];

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        if (change.Resource == Resources.Namespaces)
            yield return new ObjectKey(null, change.Name);
        else if (change.Type == StateChangeType.Deleted)
            yield return new ObjectKey(null, change.Namespace!);
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Namespaces, null, key.Name) is not { } found || found.IsDeleting())
            return null;
        var missing = NamespaceContent.For(key.Name, authority).Where(create => state.Get(create.Resource, key.Name, create.Value.Name()) is null);
        await writes.ApplyAsync(missing, cancellationToken);
        return null;
    }
}
