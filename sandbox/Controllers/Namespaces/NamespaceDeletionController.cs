using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Controllers.Namespaces;

/// <summary>Empties namespaces that are going.</summary>
internal sealed class NamespaceDeletionController(IClusterState state, Func<IEnumerable<StoredObject>> everything, WriteExecutor writes, TimeProvider time) : IController
{
    private readonly ConcurrentDictionary<string, bool> _going = new(StringComparer.Ordinal);

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("namespace-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [];

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        if (change.Resource == Resources.Namespaces)
        {
            if (change.Type == StateChangeType.Deleted)
                _going.TryRemove(change.Name, out _);
            else if (change.Read().IsDeleting())
                _going[change.Name] = true;
        }
        var name = change.Resource == Resources.Namespaces ? change.Name : change.Namespace;
        if (name is not null && _going.ContainsKey(name))
            yield return new ObjectKey(null, name);
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Namespaces, null, key.Name) is not { } found || !found.IsDeleting())
            return null;
        var content = everything().Where(item => item.Namespace == key.Name).Select(item => (item.Resource, item.Read())).ToArray();
        await writes.ApplyAsync(NamespaceDeletion.Compute(found, content, time.GetUtcNow()), cancellationToken);
        return null;
    }
}
