namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>Reads the end of a container's log.</summary>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod's name.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="previous">Whether to read what the container wrote before its last restart.</param>
    /// <param name="lines">How many lines at most.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <exception cref="ApiException">The server refused; 400 where the container has not written anything yet.</exception>
    public async Task<string> LogAsync(string ns, string pod, string container, bool previous, int lines, CancellationToken cancel)
    {
        var path = QueryString.Of(
            $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/pods/{Uri.EscapeDataString(pod)}/log",
            ("container", container),
            ("previous", previous ? "true" : null),
            ("tailLines", lines.ToString()));
        return (await _transport.SendAsync(new(HttpMethod.Get, path) { Accept = "*/*" }, cancel)).Text;
    }
}
