using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>What an install would do to one object.</summary>
/// <param name="Subject">The object, with its namespace filled in.</param>
/// <param name="Action"><see cref="ChangeAction.Failed"/> where the server would refuse it.</param>
public sealed record PlannedChange(ObjectRef Subject, ChangeAction Action)
{
    /// <summary>The step of the install.</summary>
    public Stage Stage { get; init; }

    /// <summary>The fields that would change; empty for an object that does not exist yet.</summary>
    public IReadOnlyList<FieldChange> Fields { get; init; } = [];

    /// <summary>The fields that the release has a value for and that are left to who manages them at run time.</summary>
    public IReadOnlyList<ReleasedField> Released { get; init; } = [];

    /// <summary>What else there is to say, such as that a completed Job runs again; the refusal for a failed one. Default: null.</summary>
    public string? Message { get; init; }

    /// <summary>The way out of a refusal, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>The code of a refusal (<see cref="Errors.ErrorCode"/>), or null.</summary>
    public string? Code { get; init; }

    /// <summary>Where the object was written, or null for one that is not in the release.</summary>
    public SourceLocation? Source { get; init; }

    /// <summary>Whether something would be written.</summary>
    public bool IsWrite => Action is ChangeAction.Created or ChangeAction.Configured or ChangeAction.Deleted;

    /// <summary>The body of the apply.</summary>
    internal JsonObject Body { get; init; } = [];

    /// <summary>The live object when the plan was made, or null.</summary>
    internal JsonObject? Live { get; init; }

    /// <summary>Where the object is served, or null while its kind is still to come.</summary>
    internal ApiResource? Resource { get; init; }

    /// <summary>How the object is written.</summary>
    internal WriteMode Mode { get; init; }

    /// <summary>Whether conflicting fields are taken over.</summary>
    internal bool Force { get; init; }

    /// <summary>What the object needs from the same install.</summary>
    internal IReadOnlyList<ObjectKey> Needs { get; init; } = [];

    /// <summary>Whether fields of other installers are taken over too, where <see cref="Mode"/> migrates.</summary>
    internal bool Adopt { get; init; }

    /// <summary>The server's words where it forbade the dry run (403), or null. A creation may go well all the same, once what it needs is there.</summary>
    internal ApiStatus? Denial { get; init; }

    /// <summary>The object's key.</summary>
    internal ObjectKey Key => ObjectKey.Of(Subject);

    /// <summary>The change as one that the server would refuse.</summary>
    internal PlannedChange Refused(Refusal refusal) =>
        this with { Action = ChangeAction.Failed, Code = refusal.Code, Message = refusal.Message, Hint = refusal.Hint };
}
