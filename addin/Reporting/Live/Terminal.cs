using Cake.Core.Diagnostics;
using Cake.Istio.Settings;

namespace Cake.Istio.Reporting.Live;

/// <summary>What the console that this run writes to can do.</summary>
/// <param name="IsLive">Whether lines can be drawn again: a person watches a terminal.</param>
/// <param name="HasColours">Whether colours are wanted.</param>
internal sealed record Terminal(bool IsLive, bool HasColours)
{
    /// <summary>Finds out.</summary>
    /// <param name="isRedirected">Whether standard output goes to a file or a pipe.</param>
    /// <param name="verbosity">What is logged; who wants little output wants no display.</param>
    /// <param name="variable">Reads an environment variable: <c>TERM</c>, <c>NO_COLOR</c> (no-color.org) and those of CI servers.</param>
    public static Terminal Of(bool isRedirected, Verbosity verbosity, Func<string, string?> variable)
    {
        var isLive = !isRedirected && verbosity >= Verbosity.Normal && !CiServer.IsRunning(variable) && variable("TERM") is not "dumb";
        return new(isLive, isLive && string.IsNullOrEmpty(variable("NO_COLOR")));
    }
}
