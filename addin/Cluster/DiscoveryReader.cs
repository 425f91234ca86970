using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>Reads what a server serves: two requests where discovery is aggregated (KEP-3352), else one per group version.</summary>
internal sealed class DiscoveryReader(Func<ApiRequest, CancellationToken, Task<JsonObject>> send)
{
    private const string Aggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    public async Task<ApiDiscovery> ReadAsync(CancellationToken cancel)
    {
        var roots = await Task.WhenAll(
            send(new(HttpMethod.Get, "/api") { Accept = Aggregated }, cancel),
            send(new(HttpMethod.Get, "/apis") { Accept = Aggregated }, cancel));
        var documents = await Task.WhenAll(roots.Select(root => (string?)root["kind"] == "APIGroupDiscoveryList"
            ? Task.FromResult(AggregatedDiscovery.Read(root))
            : new LegacyDiscovery(send).ReadAsync(root, cancel)));
        return new(
            [.. documents.SelectMany(document => document.Groups)],
            [.. documents.SelectMany(document => document.Resources)],
            [.. documents.SelectMany(document => document.Unavailable)]);
    }
}
