using System.Globalization;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>Asks for the server's version; the cheapest way to see whether it answers.</summary>
    /// <param name="cancel">Ends the request.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<ServerVersion> VersionAsync(CancellationToken cancel)
    {
        var json = await SendAsync(new(HttpMethod.Get, "/version"), cancel);
        return new(Number((string?)json["major"]), Number((string?)json["minor"]), (string?)json["gitVersion"] ?? "");
    }

    private static int Number(string? text) =>
        int.TryParse((text ?? "").TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
