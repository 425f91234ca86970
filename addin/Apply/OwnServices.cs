using Cake.Istio.Cluster;

namespace Cake.Istio.Apply;

/// <summary>The Services of an install, which tell its own webhooks from everybody else's.</summary>
/// <param name="objects">The keys of the install's objects.</param>
internal sealed class OwnServices(IEnumerable<ObjectKey> objects)
{
    private readonly HashSet<(string? Namespace, string Name)> _services =
        [.. objects.Where(key => key is { Group: "", Kind: "Service" }).Select(key => (key.Namespace, key.Name))];

    /// <summary>No install.</summary>
    public static OwnServices None { get; } = new([]);

    /// <summary>Whether one of them should answer the webhook that could not be called; false for any other refusal.</summary>
    public bool Answer(ApiStatus status) => WebhookFailure.Read(status)?.Service is { } service && _services.Contains((service.Namespace, service.Name));
}
