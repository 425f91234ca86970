using System.Diagnostics;

namespace Cake.Istio.Benchmarks.Installs;

/// <summary>kubectl as the procedure by hand uses it.</summary>
internal sealed class Kubectl(string path)
{
    /// <summary>The one on the PATH, or null.</summary>
    public static Kubectl? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl")).FirstOrDefault(File.Exists) is { } found ? new(found) : null;

    /// <summary>Applies the definitions, then the mesh.</summary>
    public async Task ApplyAsync(string kubeconfig, string release, CancellationToken cancel)
    {
        var kubernetes = Path.Combine(release, "install", "kubernetes");
        await RunAsync(kubeconfig, ["apply", "--server-side", "--validate=false", "-f", Path.Combine(kubernetes, "helm", "istio-init", "files")], cancel);
        await RunAsync(kubeconfig, ["wait", "--for=condition=Established", "crd", "--all"], cancel);
        await RunAsync(kubeconfig, ["apply", "--server-side", "--validate=false", "--force-conflicts", "-f", Path.Combine(kubernetes, "istio-demo.yaml")], cancel);
    }

    private async Task RunAsync(string kubeconfig, string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(path, [$"--kubeconfig={kubeconfig}", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        await output;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {await error}");
    }
}
