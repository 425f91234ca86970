using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>Reads APIVersions and APIGroupList, and the resources of each group version by a request of its own.</summary>
internal sealed class LegacyDiscovery(Func<ApiRequest, CancellationToken, Task<JsonObject>> send)
{
    /// <summary>An aggregated API that is down stays down; one that fails in passing is worth this much.</summary>
    private static readonly TimeSpan PatienceWithOne = TimeSpan.FromSeconds(3);

    public async Task<DiscoveryDocument> ReadAsync(JsonObject root, CancellationToken cancel)
    {
        var groups = Groups(root).ToList();
        var answers = await Task.WhenAll(groups.SelectMany(group => group.Versions, (group, version) => ResourcesAsync(group.Name, version, cancel)));
        return new(
            groups,
            [.. answers.SelectMany(answer => answer.Resources ?? [])],
            [.. answers.Where(answer => answer.Resources is null).Select(answer => answer.GroupVersion)]);
    }

    private static IEnumerable<ApiGroup> Groups(JsonObject root)
    {
        if ((string?)root["kind"] == "APIVersions")
        {
            yield return new("", [.. (root["versions"] as JsonArray ?? []).Select(version => (string?)version ?? "")]);
            yield break;
        }

        foreach (var group in (root["groups"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var preferred = (string?)group["preferredVersion"]?["version"];
            var versions = (group["versions"] as JsonArray ?? []).Select(version => (string?)version?["version"] ?? "");
            yield return new(
                (string?)group["name"] ?? "",
                [.. versions.OrderBy(version => string.Equals(version, preferred, StringComparison.Ordinal) ? 0 : 1)]);
        }
    }

    private async Task<(string GroupVersion, List<ApiResource>? Resources)> ResourcesAsync(string group, string version, CancellationToken cancel)
    {
        var groupVersion = group.Length == 0 ? version : $"{group}/{version}";
        try
        {
            var list = await send(new(HttpMethod.Get, group.Length == 0 ? $"/api/{version}" : $"/apis/{groupVersion}") { LongestRetry = PatienceWithOne }, cancel);
            return (groupVersion, [.. (list["resources"] as JsonArray ?? []).OfType<JsonObject>()
                .Where(resource => !((string?)resource["name"] ?? "").Contains('/', StringComparison.Ordinal))
                .Select(resource => Resource(group, version, resource))]);
        }
        catch (ApiException refusal) when (refusal.Status.Code is 404 or 500 or 503)
        {
            // An aggregated API whose backend is down must not stop an install that does not use it.
            return (groupVersion, null);
        }
    }

    private static ApiResource Resource(string group, string version, JsonObject resource) => new(
        group,
        version,
        (string?)resource["kind"] ?? "",
        (string?)resource["name"] ?? "",
        (bool?)resource["namespaced"] ?? false,
        [.. (resource["verbs"] as JsonArray ?? []).Select(verb => (string?)verb ?? "")]);
}
