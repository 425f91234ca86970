using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Controllers.CustomResources;

/// <summary>Establishes CustomResourceDefinitions, and deletes the custom objects of those that go.</summary>
internal sealed class DefinitionController(IClusterState state, WriteExecutor writes, IEstablishingDelay delays, TimeProvider time) : IController
{
    /// <summary>The finalizer that holds a definition until its objects are gone.</summary>
    public const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    private static readonly ResourceKey Definitions = Resources.CustomResourceDefinitions;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _accepted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ResourceKey, string> _going = new();

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = new("kube-apiserver", "apiextensions", new Admission.UserInfo("system:apiserver", ["system:masters", "system:authenticated"]));

    public IReadOnlyList<ResourceKey> Watches { get; } = [];

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        if (change.Resource == Definitions)
        {
            // A name that is let go may be what another definition waits for.
            foreach (var waiting in state.List(Definitions).Where(other => other.Name() != change.Name && Condition.Find(other.At("status"), "NamesAccepted")?.Text("status") == "False"))
                yield return new ObjectKey(null, waiting.Name());
            yield return new ObjectKey(null, change.Name);
        }
        else if (change.Type == StateChangeType.Deleted && _going.TryGetValue(change.Resource, out var definition))
            yield return new ObjectKey(null, definition);
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Definitions, null, key.Name) is not { } definition)
        {
            _accepted.TryRemove(key.Name, out _);
            return null;
        }
        if (definition.IsDeleting())
        {
            await writes.ApplyAsync(Clean(definition), cancellationToken);
            return null;
        }
        var now = time.GetUtcNow();
        var left = _accepted.GetOrAdd(definition.Name(), now) + delays.DelayFor(definition.Name()) - now;
        var status = EstablishingPlan.Compute(definition, state.List(Definitions), left <= TimeSpan.Zero, now);
        await writes.ApplyAsync(StatusWrite.To(Definitions, definition, status), cancellationToken);
        return left > TimeSpan.Zero ? left : null;
    }

    private IEnumerable<Write> Clean(JsonObject definition)
    {
        if (!definition.Texts("metadata", "finalizers").Contains(Finalizer))
            yield break;
        var resource = new ResourceKey(definition.Text("spec", "group") ?? "", definition.Text("spec", "names", "plural") ?? "");
        _going[resource] = definition.Name();
        var instances = state.List(resource);
        foreach (var instance in instances.Where(instance => !instance.IsDeleting()))
            yield return new Write.Delete(resource, instance);
        var status = definition.StatusCopy();
        var done = instances.Count == 0;
        Condition.Set(status, "Terminating", done ? "False" : "True", done ? "InstanceDeletionCompleted" : "InstanceDeletionInProgress",
            done ? "removed all instances" : "CustomResource deletion is in progress", time.GetUtcNow());
        foreach (var write in StatusWrite.To(Definitions, definition, status))
            yield return write;
        if (!done)
            yield break;
        _going.TryRemove(resource, out _);
        var final = definition.DeepClone().AsObject();
        final.Child("metadata")["finalizers"] = new JsonArray([.. definition.Texts("metadata", "finalizers").Where(name => name != Finalizer).Select(name => JsonValue.Create(name))]);
        yield return new Write.Replace(Definitions, final, "status");
    }
}
