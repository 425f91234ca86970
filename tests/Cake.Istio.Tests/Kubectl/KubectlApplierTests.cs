using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Errors;
using Cake.Istio.Tests.Apply;
using Cake.Istio.Tests.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Tests.Kubectl;

public sealed class KubectlApplierTests : IDisposable
{
    private static readonly ClusterTarget Target = new(new Uri("https://10.0.0.1:6443"), "prod", "prod", "ci") { Kubeconfig = "/k" };
    private static readonly ApplyOptions Options = new() { FieldManager = "cake-istio" };
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLog _log = new();
    private readonly RunDeadline _deadline;

    public KubectlApplierTests() => _deadline = new(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task The_command_names_the_cluster_and_how_to_apply()
    {
        var kubectl = new FakeKubectl(_ => null);
        using var applier = Applier(kubectl, isServerSide: true);

        await applier.ApplyAsync(Map("a"), Options with { Force = true, DryRun = true }, CancellationToken.None);

        var command = kubectl.Runs.Single().Command;
        Assert.Equal(("/k", "prod", "cake-istio"), (command.Kubeconfig, command.Context, command.FieldManager));
        Assert.True(command is { ServerSide: true, ForceConflicts: true, DryRun: true, Validate: false });
    }

    [Fact]
    public async Task In_a_pod_there_is_no_context_and_client_side_nothing_to_force()
    {
        var kubectl = new FakeKubectl(_ => null);
        using var applier = new KubectlApplier(kubectl, Target with { Context = ClusterTarget.InCluster, Kubeconfig = null }, _deadline, Retry()) { IsServerSide = false, Validates = false };

        await applier.ApplyAsync(Map("a"), Options with { Force = true }, CancellationToken.None);

        Assert.True(kubectl.Runs.Single().Command is { Context: null, Kubeconfig: null, ServerSide: false, ForceConflicts: false });
    }

    [Fact]
    public async Task What_is_ready_together_is_applied_by_few_and_each_gets_its_own_object()
    {
        var kubectl = new FakeKubectl(_ => null);
        using var applier = Applier(kubectl);
        var names = Enumerable.Range(0, 50).Select(number => $"m{number}").ToList();

        var applied = await Task.WhenAll(names.Select(name => applier.ApplyAsync(Map(name), Options, CancellationToken.None)));

        Assert.Equal(names, applied.Select(item => (string?)item["metadata"]!["name"]));
        Assert.Equal(50, kubectl.Sizes.Sum());
        Assert.InRange(kubectl.Runs.Count, 1, 25);
    }

    [Fact]
    public async Task Only_what_was_refused_fails_and_says_so_in_kubectl_s_words()
    {
        var kubectl = new FakeKubectl(objects => objects.Any(item => (string?)item["metadata"]!["name"] == "m5") ? "The ConfigMap \"m5\" is invalid: data: too long" : null);
        using var applier = Applier(kubectl);

        var runs = Enumerable.Range(0, 8).Select(number => applier.ApplyAsync(Map($"m{number}"), Options, CancellationToken.None)).ToList();
        var refusal = await Assert.ThrowsAsync<ApiException>(() => runs[5]);
        runs.RemoveAt(5);

        Assert.Equal(7, (await Task.WhenAll(runs)).Length);
        Assert.Equal((422, "kubectl says: The ConfigMap \"m5\" is invalid: data: too long"), (refusal.Status.Code, refusal.Status.Message));
        Assert.Equal("kubectl apply of ConfigMap ns/m5", refusal.Request);
    }

    [Fact]
    public async Task Dry_runs_and_writes_never_share_a_kubectl()
    {
        var kubectl = new FakeKubectl(_ => null);
        using var applier = Applier(kubectl);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => applier.ApplyAsync(Map($"m{number}"), Options with { DryRun = number % 2 == 0 }, CancellationToken.None)));

        Assert.All(kubectl.Runs, run => Assert.All(run.Objects, item => Assert.Equal(run.Command.DryRun, ((string)item["metadata"]!["name"]!)[1..] is "0" or "2" or "4" or "6" or "8")));
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_moment_is_tried_again_and_one_that_stays_away_is_an_error()
    {
        var failures = 3;
        var kubectl = new FakeKubectl(_ => failures-- > 0 ? "The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?" : null);
        using var applier = Applier(kubectl);
        await AdvanceUntilAsync(applier.ApplyAsync(Map("a"), Options, CancellationToken.None));
        Assert.Equal(4, kubectl.Runs.Count);

        failures = int.MaxValue;
        var away = await Assert.ThrowsAsync<MeshException>(() => AdvanceUntilAsync(applier.ApplyAsync(Map("a"), Options, CancellationToken.None)));
        Assert.Equal(ErrorCode.ConnectionLost, away.Code);
        Assert.Contains("10.0.0.1:6443 was refused", away.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_waited_for_once_and_not_for_every_object()
    {
        var kubectl = new FakeKubectl(_ => "The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?");
        using var applier = Applier(kubectl);
        var start = _time.GetTimestamp();

        var runs = Enumerable.Range(0, 16).Select(number => applier.ApplyAsync(Map($"m{number}"), Options, CancellationToken.None)).ToList();
        await AdvanceUntilAsync(Task.WhenAll(runs.Select(run => Assert.ThrowsAsync<MeshException>(() => run))));

        Assert.InRange(_time.GetElapsedTime(start), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(7));
    }

    [Fact]
    public async Task A_kubectl_that_hangs_is_named()
    {
        var hang = new TaskCompletionSource<string?>();
        using var applier = Applier(new FakeKubectl(_ => hang.Task.GetAwaiter().GetResult()));
        var run = Task.Run(() => applier.ApplyAsync(Map("a"), Options, CancellationToken.None), TestContext.Current.CancellationToken);
        while (_deadline.Waits.Count == 0)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.StartsWith("kubectl apply of ConfigMap ns/a, which has not ended for ", Assert.Single(_deadline.Waits), StringComparison.Ordinal);
        hang.SetResult(null);
        await run;
        Assert.Empty(_deadline.Waits);
    }

    [Fact]
    public async Task A_kubectl_that_prints_something_else_is_told_of()
    {
        using var applier = Applier(new Talker());
        var error = await Assert.ThrowsAsync<MeshException>(() => applier.ApplyAsync(Map("a"), Options, CancellationToken.None));
        Assert.Equal(ErrorCode.KubectlFailed, error.Code);
    }

    [Fact]
    public async Task The_manifest_is_nobody_else_s_to_read_and_gone_afterwards()
    {
        var kubectl = new FakeKubectl(_ => null) { Looks = file => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(Path.GetDirectoryName(file)!) };
        using var applier = Applier(kubectl);

        await applier.ApplyAsync(Map("a"), Options, CancellationToken.None);

        Assert.Equal(OperatingSystem.IsWindows() ? UnixFileMode.None : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, kubectl.Seen);
        Assert.False(Directory.Exists(Path.GetDirectoryName(kubectl.Runs.Single().Command.Manifest)));
    }

    private async Task AdvanceUntilAsync(Task run)
    {
        while (!run.IsCompleted)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await run;
    }

    private KubectlApplier Applier(IKubectl kubectl, bool isServerSide = false) => new(kubectl, Target, _deadline, Retry()) { IsServerSide = isServerSide, Validates = false };

    private RetryPipeline Retry() => new(_log, _deadline, () => true);

    private static JsonObject Map(string name) => Sample.Named("v1", "ConfigMap", "ns", name).Json;

    private sealed class Talker : IKubectl
    {
        public Task<KubectlOutput?> VersionAsync(CancellationToken cancellationToken) => Task.FromResult<KubectlOutput?>(null);

        public Task<KubectlOutput> ApplyAsync(KubectlApply command, CancellationToken cancellationToken) => Task.FromResult(new KubectlOutput(0, "configmap/a created", []));
    }
}
