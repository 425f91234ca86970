using System.Globalization;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    private ServerVersion? _version;

    /// <summary>Asks for the server's version, once per connection; the cheapest way to see whether it answers.</summary>
    /// <param name="cancel">Ends the request.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<ServerVersion> VersionAsync(CancellationToken cancel)
    {
        if (_version is { } known)
            return known;
        var json = await SendAsync(new(HttpMethod.Get, "/version"), cancel);
        return _version = new(Number((string?)json["major"]), Number((string?)json["minor"]), (string?)json["gitVersion"] ?? "");
    }

    private static int Number(string? text) =>
        int.TryParse((text ?? "").TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
