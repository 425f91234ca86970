namespace Cake.Istio.Cluster;

/// <summary>What an API server serves, as of one moment.</summary>
public sealed class ApiDiscovery
{
    private readonly Dictionary<(string ApiVersion, string Kind), ApiResource> _byKind;

    internal ApiDiscovery(IReadOnlyList<ApiGroup> groups, IReadOnlyList<ApiResource> resources, IReadOnlyList<string> unavailable)
    {
        Groups = groups;
        Resources = resources;
        Unavailable = unavailable;
        _byKind = [];
        foreach (var resource in resources)
            _byKind.TryAdd((resource.ApiVersion, resource.Kind), resource);
    }

    /// <summary>The groups, in the server's order of preference.</summary>
    public IReadOnlyList<ApiGroup> Groups { get; }

    /// <summary>Every resource of every version, without subresources.</summary>
    public IReadOnlyList<ApiResource> Resources { get; }

    /// <summary>Group versions that are registered but whose server does not answer, such as <c>metrics.k8s.io/v1beta1</c>.</summary>
    public IReadOnlyList<string> Unavailable { get; }

    /// <summary>The resource of a kind, or null where it is not served.</summary>
    /// <param name="apiVersion">Group and version as in a manifest.</param>
    /// <param name="kind">The kind.</param>
    public ApiResource? Find(string apiVersion, string kind) => _byKind.GetValueOrDefault((apiVersion, kind));

    /// <summary>Whether a kind is served in that version.</summary>
    /// <param name="apiVersion">Group and version as in a manifest.</param>
    /// <param name="kind">The kind.</param>
    public bool IsServed(string apiVersion, string kind) => _byKind.ContainsKey((apiVersion, kind));

    /// <summary>The resource of a kind in the version that the server prefers, or null where it is served in none.</summary>
    /// <param name="group">The group; empty for the core group.</param>
    /// <param name="kind">The kind.</param>
    public ApiResource? PreferredFor(string group, string kind) =>
        Groups.Where(candidate => string.Equals(candidate.Name, group, StringComparison.Ordinal))
            .SelectMany(candidate => candidate.Versions)
            .Select(version => Find(group.Length == 0 ? version : $"{group}/{version}", kind))
            .FirstOrDefault(resource => resource is not null);
}
