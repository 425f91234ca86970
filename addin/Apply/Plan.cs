using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply;

/// <summary>What an install would change, object by object, in the order in which it would happen.</summary>
/// <param name="Changes">Every object of the install, unchanged ones too.</param>
public sealed record Plan(IReadOnlyList<PlannedChange> Changes)
{
    /// <summary>Identifies desired objects and changes: the same for the same release, options and cluster content.</summary>
    /// <remarks>SHA-256 in hexadecimal. Values that only the server sets, such as resourceVersion, are not in it.</remarks>
    public required string Digest { get; init; }

    /// <summary>What the last install recorded, the release no longer has, and stays all the same: definitions, namespaces, everything without pruning.</summary>
    public IReadOnlyList<RecordedObject> Kept { get; init; } = [];

    /// <summary>What the changes come to as a whole and no single one shows, such as a switch of mutual TLS; a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was read to make the plan.</summary>
    internal LiveObjects Live { get; init; } = LiveObjects.Of([]);

    /// <summary>Why what would be deleted is too much to go unasked, or null.</summary>
    public string? PruneRefusal { get; init; }

    /// <summary>How many objects have which action.</summary>
    public ChangeCounts Counts => ChangeCounts.Of(Changes.Select(change => change.Action));

    /// <summary>Whether nothing would be written.</summary>
    public bool IsEmpty => !Changes.Any(change => change.IsWrite);

    /// <summary>What the server would refuse.</summary>
    public IReadOnlyList<PlannedChange> Refusals => [.. Changes.Where(change => change.Action == ChangeAction.Failed)];

    /// <summary>The part that makes the mesh's kinds: namespaces and custom resource definitions. The digest stays that of the whole.</summary>
    public Plan Definitions => this with { Changes = [.. Changes.Where(IsDefinition)] };

    /// <summary>The rest, with everything that is deleted.</summary>
    public Plan Mesh => this with { Changes = [.. Changes.Where(change => !IsDefinition(change))] };

    /// <summary>Throws if the server would refuse something, before anything is written.</summary>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.FieldConflict"/>, <see cref="ErrorCode.NeedsRecreate"/>, <see cref="ErrorCode.InvalidObject"/> or
    /// <see cref="ErrorCode.KindNotServed"/>, <see cref="ErrorCode.PruneLimitExceeded"/>; with several, the first one's code and all of them in the text.
    /// </exception>
    public void EnsureAccepted()
    {
        if (Refusals is not [var first, ..] all)
        {
            if (PruneRefusal is not null)
                throw new MeshException(ErrorCode.PruneLimitExceeded, PruneRefusal, Pruning.RefusalHint);
            return;
        }

        if (all.Count == 1)
            throw new MeshException(first.Code ?? ErrorCode.InvalidObject, first.Message ?? "", first.Hint, first.Subject, first.Source);
        var lines = all.Select(change => $"  {change.Subject}{(change.Source is { } source ? $" ({source})" : "")}: {change.Message}");
        throw new MeshException(
            first.Code ?? ErrorCode.InvalidObject,
            $"The server would refuse {all.Count} objects; nothing was written.{Environment.NewLine}{string.Join(Environment.NewLine, lines)}",
            string.Join(" ", all.Select(change => change.Hint).OfType<string>().Distinct(StringComparer.Ordinal)));
    }

    private static bool IsDefinition(PlannedChange change) =>
        change.Stage <= Stage.CustomResourceDefinitions && change.Action != ChangeAction.Deleted;
}
