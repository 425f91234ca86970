namespace Cake.Istio.Readiness;

/// <summary>A reason why an object does not become ready.</summary>
/// <param name="Reason">As Kubernetes calls it, such as <c>CrashLoopBackOff</c>.</param>
/// <param name="Message">The cluster's own words.</param>
/// <param name="CanHeal">Whether it can pass without anybody doing anything.</param>
internal sealed record Trouble(string Reason, string Message, bool CanHeal)
{
    /// <summary>The pod concerned, or null.</summary>
    public string? Pod { get; init; }

    /// <summary>The container concerned, or null.</summary>
    public string? Container { get; init; }

    /// <summary>The container's image, or null.</summary>
    public string? Image { get; init; }

    /// <summary>What makes it the same trouble as before: a pull that fails alternates between two reasons.</summary>
    public string Identity => $"{(Reason is PodTroubles.ErrImagePull ? PodTroubles.ImagePullBackOff : Reason)}/{Container}";
}
