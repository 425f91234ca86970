namespace Cake.Istio.Apply.Locking;

/// <summary>Names who runs an install, so that somebody who waits for it knows whom to ask.</summary>
internal static class HolderIdentity
{
    /// <summary>The URL of the CI run where there is one, else user and host.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="host">The host's name.</param>
    public static string Of(Func<string, string?> variable, string user, string host)
    {
        if (variable("GITHUB_RUN_ID") is { Length: > 0 } run)
            return $"{variable("GITHUB_SERVER_URL")}/{variable("GITHUB_REPOSITORY")}/actions/runs/{run}";
        if (variable("CI_JOB_URL") is { Length: > 0 } gitLab)
            return gitLab;
        if (variable("BUILD_BUILDID") is { Length: > 0 } azure)
            return $"{variable("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI")}{variable("SYSTEM_TEAMPROJECT")}/_build/results?buildId={azure}";
        // Jenkins and TeamCity.
        return variable("BUILD_URL") is { Length: > 0 } build ? build : $"{user}@{host}";
    }
}
