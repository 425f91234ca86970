using System.Text.Json.Nodes;
using Cake.Istio.Errors;

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
        var documents = await Task.WhenAll(roots.Select(root => (string?)root["kind"] switch
        {
            "APIGroupDiscoveryList" => Task.FromResult(AggregatedDiscovery.Read(root)),
            "APIVersions" or "APIGroupList" => new LegacyDiscovery(send).ReadAsync(root, cancel),
            var kind => throw new MeshException(
                ErrorCode.AnswerNotUnderstood,
                $"What answers is no API server: asked which API groups it serves, it sends {(kind is null ? "an object without a kind" : $"a {kind}")}.",
                "Check the server's address in the kubeconfig, and the proxy."),
        }));
        return new(
            [.. documents.SelectMany(document => document.Groups)],
            [.. documents.SelectMany(document => document.Resources)],
            [.. documents.SelectMany(document => document.Unavailable)]);
    }
}
