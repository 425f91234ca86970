using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cake.Istio.Sandbox.Tests.Kubectl;

/// <summary>A sandbox with a small workload in namespace <c>matrix</c>, and the real kubectl where there is one.</summary>
public sealed class KubectlCluster : IAsyncLifetime
{
    private const string Workload = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: matrix}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: matrix}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: c, image: "img:1", ports: [{containerPort: 8080}]}
              - {name: d, image: "img:1"}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: matrix}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: 8080}]
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, bool> _verbs = new();
    private readonly string _cache = Directory.CreateTempSubdirectory("sandbox-kubectl-").FullName;
    private string _version = new SandboxOptions().KubernetesVersion;
    private Sandbox? _sandbox;

    /// <summary>Where kubectl is; null where it is missing.</summary>
    public static string? Binary { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, "kubectl"), Path.Combine(folder, "kubectl.exe") }).FirstOrDefault(File.Exists);

    /// <summary>One that answers like another version of Kubernetes.</summary>
    public static async Task<KubectlCluster> StartAsync(string version)
    {
        var cluster = new KubectlCluster { _version = version };
        await cluster.InitializeAsync();
        return cluster;
    }

    public async ValueTask InitializeAsync()
    {
        _sandbox = await Sandbox.StartAsync(new SandboxOptions { KubernetesVersion = _version });
        if (Binary is null)
            return;
        await RunAsync("apply -f -", Workload);
        await RunAsync("rollout status -n matrix deployment/web --timeout=30s");
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
            await _sandbox.DisposeAsync();
        Directory.Delete(_cache, recursive: true);
        var lines = _verbs.OrderBy(verb => verb.Key, StringComparer.Ordinal).Select(verb => $"  {(verb.Value ? "works " : "FAILS ")} kubectl {verb.Key}");
        ScoreSheet.Print($"kubectl-{_version}", $"kubectl matrix, Kubernetes {_version} ({_verbs.Count(verb => verb.Value)} of {_verbs.Count}):{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
    }

    /// <summary>Checks what a verb does; skipped where kubectl is missing.</summary>
    public async Task CheckAsync(string verb, Func<Task> check)
    {
        Assert.SkipWhen(Binary is null, "kubectl is not on the PATH");
        _verbs[verb] = false;
        await check();
        _verbs[verb] = true;
    }

    /// <summary>Runs kubectl and returns what it wrote; its exit code must be the expected one.</summary>
    public async Task<string> RunAsync(string arguments, string? input = null, int exitCode = 0)
    {
        var start = new ProcessStartInfo(Binary!, $"--kubeconfig {_sandbox!.Kubeconfig} --cache-dir {_cache} {arguments}")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var ending = new CancellationTokenSource(Patience);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ending.Token), process.StandardError.ReadToEndAsync(ending.Token));
        await process.WaitForExitAsync(ending.Token);
        var text = $"{await output}{await error}";
        Assert.True(process.ExitCode == exitCode, $"kubectl {arguments} ended with {process.ExitCode}:{Environment.NewLine}{text}");
        return text;
    }
}
