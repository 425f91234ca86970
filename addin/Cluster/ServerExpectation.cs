using System.Text.RegularExpressions;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio.Cluster;

/// <summary>Checks <c>--expect-server</c>.</summary>
internal static class ServerExpectation
{
    /// <summary>Refuses a server that the pattern does not match; no pattern matches every server.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ServerUnexpected"/>.</exception>
    public static void Check(ClusterTarget target, string? pattern)
    {
        if (pattern is null || Matches(target.Server, pattern.TrimEnd('/')))
            return;
        throw new MeshException(
            ErrorCode.ServerUnexpected,
            $"The API server is {target}, but --expect-server asks for {ShownUrl.In(pattern)}.",
            "Choose the right cluster with --context, or correct --expect-server.");
    }

    /// <summary>With <c>*</c> or <c>?</c> the whole address must match; else it is the address, its host, or host and port. Upper and lower case are the same.</summary>
    internal static bool Matches(Uri server, string pattern)
    {
        var address = ShownUrl.Of(server);
        if (pattern.AsSpan().IndexOfAny('*', '?') < 0)
        {
            // A part of an address would let https://10.0.0.1 pass for https://10.0.0.10.
            return string.Equals(pattern, server.Host, StringComparison.OrdinalIgnoreCase)
                || string.Equals(pattern, $"{server.Host}:{server.Port}", StringComparison.OrdinalIgnoreCase)
                || (Uri.TryCreate(pattern, UriKind.Absolute, out var expected) && string.Equals(ShownUrl.Of(expected), address, StringComparison.OrdinalIgnoreCase));
        }

        var expression = Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        return Regex.IsMatch(
            address, $"^{expression}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
    }
}
