using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>The real kubectl, where the machine has it.</summary>
internal static class Kubectl
{
    public static bool IsThere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl")));

    /// <summary>Runs a command against a rehearsal's sandbox, which another process serves.</summary>
    public static async Task<string> RunAsync(Rehearsal rehearsal, params string[] arguments)
    {
        var result = await TestProcess.RunAsync("kubectl", [$"--kubeconfig={Path.Combine(rehearsal.Folder, ".mesh", "sandbox", "kubeconfig")}", $"--cache-dir={Path.Combine(rehearsal.Folder, "kubectl")}", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result.Output;
    }
}
