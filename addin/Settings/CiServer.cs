namespace Cake.Istio.Settings;

/// <summary>Tells whether a CI server runs this, where nobody watches a wait and another try costs a click.</summary>
internal static class CiServer
{
    // Azure Pipelines, Jenkins and TeamCity do not set CI.
    private static readonly string[] Variables = ["CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION"];

    /// <summary>Whether one of the variables that CI servers set is there.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static bool IsRunning(Func<string, string?> variable) =>
        Variables.Any(name => variable(name) is { Length: > 0 } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0");
}
