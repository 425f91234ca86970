using Cake.Core;
using Cake.Istio.Settings;

namespace Cake.Istio.Cluster;

/// <summary>Finds the kubeconfig files, as kubectl does.</summary>
internal static class KubeconfigFiles
{
    /// <summary>The files in order; the first that says something wins. Empty where there is none.</summary>
    /// <remarks>A file given by option must exist; of those in KUBECONFIG the missing ones are passed over.</remarks>
    public static IReadOnlyList<string> Find(MeshSettings settings, ICakeEnvironment environment)
    {
        if (!string.IsNullOrEmpty(settings.Kubeconfig))
            return [Absolute(settings.Kubeconfig, environment)];
        var variable = environment.GetEnvironmentVariable("KUBECONFIG");
        if (!string.IsNullOrEmpty(variable))
        {
            return [.. variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(file => Absolute(file.Trim('"'), environment))
                .Distinct(StringComparer.Ordinal)
                .Where(Path.Exists)];
        }

        var home = environment.GetEnvironmentVariable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        var usual = Path.Combine(home ?? "", ".kube", "config");
        return Path.Exists(usual) ? [usual] : [];
    }

    private static string Absolute(string file, ICakeEnvironment environment) =>
        Path.GetFullPath(file, environment.WorkingDirectory.FullPath);
}
