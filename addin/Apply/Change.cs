using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>What happened to one object.</summary>
/// <param name="Subject">The object.</param>
/// <param name="Action">What happened.</param>
public sealed record Change(ObjectRef Subject, ChangeAction Action)
{
    /// <summary>Why, where the action does not say it all; the server's words for a failure. Default: null.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about a failure, or null. Default: null.</summary>
    public string? Hint { get; init; }

    /// <summary>Where the object was written, or null for one that is not in the release.</summary>
    public SourceLocation? Source { get; init; }

    /// <summary>The step of the install that it belongs to.</summary>
    public Stage Stage { get; init; }

    /// <summary>The object's UID on the server, where it is known.</summary>
    public string? Uid { get; init; }

    /// <summary>Whether something was written.</summary>
    public bool IsWritten => Action is ChangeAction.Created or ChangeAction.Configured or ChangeAction.Deleted;

    /// <summary>Gives kubectl's form: <c>Deployment istio-system/istiod created</c>.</summary>
    public override string ToString()
    {
        var line = $"{Subject} {Action.Word()}";
        return Message is null ? line : $"{line}: {Message}";
    }
}
