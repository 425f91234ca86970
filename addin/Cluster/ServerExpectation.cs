using System.Text.RegularExpressions;
using Cake.Istio.Errors;

namespace Cake.Istio.Cluster;

/// <summary>Checks <c>--expect-server</c>.</summary>
internal static class ServerExpectation
{
    /// <summary>Refuses a server that the pattern does not match; no pattern matches every server.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ServerUnexpected"/>.</exception>
    public static void Check(ClusterTarget target, string? pattern)
    {
        if (pattern is null || Matches(target.Server.AbsoluteUri.TrimEnd('/'), pattern.TrimEnd('/')))
            return;
        throw new MeshException(
            ErrorCode.ServerUnexpected,
            $"The API server is {target}, but --expect-server asks for {pattern}.",
            "Choose the right cluster with --context, or correct --expect-server.");
    }

    /// <summary>With <c>*</c> or <c>?</c> the whole address must match, else a part of it; upper and lower case are the same.</summary>
    internal static bool Matches(string server, string pattern)
    {
        if (pattern.AsSpan().IndexOfAny('*', '?') < 0)
            return server.Contains(pattern, StringComparison.OrdinalIgnoreCase);
        var expression = Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        return Regex.IsMatch(
            server, $"^{expression}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
    }
}
