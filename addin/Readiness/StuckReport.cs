using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>What is known about an object that does not become ready.</summary>
/// <param name="Subject">The object.</param>
/// <param name="Condition">Its readiness in words.</param>
/// <param name="Reason">The reason as Kubernetes calls it, such as <c>ImagePullBackOff</c>; null where none was found.</param>
/// <param name="Message">The cluster's own words about the reason.</param>
/// <param name="LikelyCause">What is probably wrong.</param>
/// <param name="NextCommand">A command that shows more.</param>
/// <param name="CanHeal">Whether it can still become ready without anybody doing anything.</param>
public sealed record StuckReport(
    ObjectRef Subject, string Condition, string? Reason, string? Message, string LikelyCause, string NextCommand, bool CanHeal)
{
    /// <summary>The newest pod concerned, or null.</summary>
    public string? Pod { get; init; }

    /// <summary>The container concerned, or null.</summary>
    public string? Container { get; init; }

    /// <summary>The container's image, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The latest events of object and pod, oldest first.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>The last lines that the container wrote.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>The last lines that it wrote before its last restart.</summary>
    public IReadOnlyList<string> PreviousLog { get; init; } = [];
}
