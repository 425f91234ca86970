namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>Brings one kind of object from what is to what is asked for. It holds nothing that could not be read again from the state.</summary>
internal interface IController
{
    /// <summary>The resources whose changes it wants to hear of; empty for all.</summary>
    IReadOnlyList<ResourceKey> Watches { get; }

    /// <summary>What has to be looked at after a change. Called in the order of the changes, by one caller at a time.</summary>
    IEnumerable<ObjectKey> KeysFor(StateChange change);

    /// <summary>Looks at one object. Never called twice at once for the same key; called again with a back-off after an exception.</summary>
    /// <returns>When to look again although nothing changed; null for never.</returns>
    Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken);
}
