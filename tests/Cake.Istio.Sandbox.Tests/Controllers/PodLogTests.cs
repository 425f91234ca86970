using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Endpoints;
using Cake.Istio.Sandbox.Errors;

namespace Cake.Istio.Sandbox.Tests.Controllers;

/// <summary>Held against the kubelet's <c>validateContainerLogStatus</c>.</summary>
public sealed class PodLogTests
{
    private const string Ended = """{"terminated": {"exitCode": 1, "startedAt": "2026-01-01T00:00:00Z"} }""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_container_that_waits_to_be_started_again_has_the_log_of_its_last_start(bool previous)
    {
        var log = Read("""{"waiting": {"reason": "CrashLoopBackOff"} }""", Ended, previous);
        Assert.Contains("would run img:1", log, StringComparison.Ordinal);
        Assert.EndsWith("container c has ended with exit code 1\n", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"running": {"startedAt": "2026-01-01T00:00:01Z"} }""", true, "previous terminated container \"c\" in pod \"p\" not found")]
    [InlineData("""{"waiting": {"reason": "ErrImagePull"} }""", true, "previous terminated container \"c\" in pod \"p\" not found")]
    [InlineData("""{"waiting": {"reason": "ErrImagePull"} }""", false, "container \"c\" in pod \"p\" is waiting to start: ErrImagePull")]
    public void A_container_that_was_not_started_before_has_no_log_of_that(string state, bool previous, string message) =>
        Assert.Equal(message, Assert.Throws<StatusException>(() => Read(state, "{}", previous)).Message);

    [Fact]
    public void A_container_that_runs_again_has_both_logs()
    {
        const string running = """{"running": {"startedAt": "2026-01-01T00:00:01Z"} }""";
        Assert.StartsWith("2026-01-01T00:00:01Z info", Read(running, Ended, previous: false), StringComparison.Ordinal);
        Assert.StartsWith("2026-01-01T00:00:00Z info", Read(running, Ended, previous: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L, null, null, "2026-01-01T00:00:00Z error sandbox: container c has ended with exit code 1\n")]
    [InlineData(0L, null, null, "")]
    [InlineData(null, 5L, null, "2026-")]
    [InlineData(null, null, 59L, "")]
    public void Of_a_log_comes_what_is_asked_for(long? lines, long? bytes, long? seconds, string expected) =>
        Assert.Equal(expected, Read(Ended, "{}", new PodLogOptions { TailLines = lines, LimitBytes = bytes, SinceSeconds = seconds }));

    private static string Read(string state, string lastState, bool previous) => Read(state, lastState, new PodLogOptions { Previous = previous });

    private static string Read(string state, string lastState, PodLogOptions options) => PodLog.Read(
        options,
        (JsonObject)JsonNode.Parse($$"""
            {"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "img:1"} ]},
             "status": {"containerStatuses": [{"name": "c", "state": {{state}}, "lastState": {{lastState}} } ]} }
            """)!,
        new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero));
}
