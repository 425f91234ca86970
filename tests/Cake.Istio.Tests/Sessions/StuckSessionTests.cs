using System.Diagnostics;
using Cake.Core.Diagnostics;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Sandbox;
using Cake.Istio.Tests.Apply;

namespace Cake.Istio.Tests.Sessions;

/// <summary>A run says what is stuck as soon as it is, and ends when that is no use.</summary>
public sealed class StuckSessionTests
{
    [Theory]
    [InlineData("pod=grafana-*,reason=ImagePullBackOff")]
    [InlineData("pod=grafana-*,reason=ImagePullBackOff; pod=istio-sidecar-injector-*,reason=NotReady,for=15s")]
    public async Task An_image_that_cannot_be_pulled_is_said_within_ten_seconds_with_image_and_pod(string faults)
    {
        await using var fixture = await SessionFixture.StartAsync(new SandboxOptions { Faults = faults });

        var run = fixture.RunAsync(session => session.InstallMeshAsync());
        var said = await SaidAsync(fixture, run, line => line.Contains("container grafana, image grafana/grafana:", StringComparison.Ordinal));
        Assert.Contains("likely cause: the image does not exist in its registry", said.Line, StringComparison.Ordinal);
        var pod = await fixture.Cluster.GetAsync("v1", "Pod", "istio-system", said.Line.Split("pod ")[1].Split(',')[0]);
        var created = (DateTimeOffset)pod!["metadata"]!["creationTimestamp"]!;
        Assert.InRange(said.At - created, TimeSpan.Zero, TimeSpan.FromSeconds(10));

        // Nothing can be done about an image that does not exist, so the run does not go on waiting.
        var failure = await Assert.ThrowsAsync<MeshException>(() => run);
        Assert.Equal(ErrorCode.CannotBecomeReady, failure.Code);
        Assert.Equal(RecordState.Unready, (await fixture.Cluster.RecordAsync())!.State);
        Assert.NotNull(await fixture.Cluster.GetAsync("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null, "istio-sidecar-injector"));
    }

    [Fact]
    public async Task Autoscalers_without_metrics_are_one_line_and_hold_nothing_up()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var said = Assert.Single(fixture.Context.Lines, line => line.Level < LogLevel.Verbose && line.Text.Contains("does not scale", StringComparison.Ordinal));
        Assert.StartsWith("HorizontalPodAutoscaler istio-system/istio-egressgateway, istio-system/istio-ingressgateway, ", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_without_progress_ends_after_the_stall_timeout_with_what_is_stuck()
    {
        await using var fixture = await SessionFixture.StartAsync(new SandboxOptions { Faults = "pod=grafana-*,reason=CrashLoopBackOff" });
        var start = Stopwatch.GetTimestamp();

        var failure = await Assert.ThrowsAsync<MeshException>(() =>
            fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { StallTimeout = TimeSpan.FromSeconds(4) }));

        // The run itself has two minutes.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(60));
        Assert.Equal(ErrorCode.ReadinessStalled, failure.Code);
        Assert.Contains("Deployment istio-system/grafana: 0 of 1 replicas are available", failure.Text, StringComparison.Ordinal);
        Assert.Contains("CrashLoopBackOff: restarted", failure.Text, StringComparison.Ordinal);
        Assert.Contains("logs grafana-", failure.Hint, StringComparison.Ordinal);
        Assert.Equal(RecordState.Unready, (await fixture.Cluster.RecordAsync())!.State);
    }

    private static async Task<(string Line, DateTimeOffset At)> SaidAsync(SessionFixture fixture, Task run, Predicate<string> isIt)
    {
        while (true)
        {
            var isOver = run.IsCompleted;
            if (fixture.Shown.FirstOrDefault(line => isIt(line)) is { } line)
                return (line, DateTimeOffset.UtcNow);
            Assert.False(isOver, $"the run ended without saying it: {run.Exception}");
            await Task.Delay(10, fixture.Cluster.Cancel);
        }
    }
}
