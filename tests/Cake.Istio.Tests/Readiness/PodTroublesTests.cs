using Cake.Istio.Readiness;

namespace Cake.Istio.Tests.Readiness;

public sealed class PodTroublesTests
{
    private const string Registry = "rpc error: code = NotFound desc = failed to pull and unpack image: failed to resolve reference \"r.io/a:1\": r.io/a:1: not found";

    [Theory]
    [InlineData("waiting: {reason: InvalidImageName, message: bad}", "InvalidImageName", false)]
    [InlineData($"waiting: {{reason: ErrImagePull, message: '{Registry}'}}", "ErrImagePull", false)]
    [InlineData($"waiting: {{reason: ImagePullBackOff, message: 'Back-off pulling image: ErrImagePull: {Registry}'}}", "ImagePullBackOff", false)]
    [InlineData("waiting: {reason: ImagePullBackOff, message: Back-off pulling image}", "ImagePullBackOff", true)]
    [InlineData("waiting: {reason: CreateContainerConfigError, message: secret x not found}", "CreateContainerConfigError", true)]
    [InlineData("waiting: {reason: RunContainerError, message: m}", "RunContainerError", true)]
    [InlineData("waiting: {reason: ErrImageNeverPull, message: m}", "ErrImageNeverPull", true)]
    public void A_container_that_waits_for_a_reason(string state, string reason, bool canHeal)
    {
        var trouble = Assert.Single(Of($"{{phase: Pending, containerStatuses: [{{name: app, image: 'r.io/a:1', state: {{{state}}}}}]}}"));

        Assert.Equal((reason, canHeal, "app", "r.io/a:1", "p"), (trouble.Reason, trouble.CanHeal, trouble.Container, trouble.Image, trouble.Pod));
    }

    [Theory]
    [InlineData("{phase: Pending}")]
    [InlineData("{phase: Pending, containerStatuses: [{name: app, state: {waiting: {reason: ContainerCreating}}}]}")]
    [InlineData("{phase: Pending, containerStatuses: [{name: app, state: {waiting: {reason: PodInitializing}}}]}")]
    [InlineData("{phase: Running, containerStatuses: [{name: app, restartCount: 6, state: {running: {}}}]}")]
    public void A_pod_that_is_starting_has_none(string status) => Assert.Empty(Of(status));

    [Fact]
    public void A_back_off_is_final_when_the_event_of_the_pull_says_so()
    {
        var refused = new ObjectEvent("u", "Pod", "p", "Warning", "Failed", $"Failed to pull image \"r.io/a:1\": {Registry}", "", default, "");

        var trouble = Assert.Single(PodTroubles.Find(
            Live.Of("v1 Pod", "{}", "{containerStatuses: [{name: app, image: 'r.io/a:1', state: {waiting: {reason: ImagePullBackOff, message: Back-off}}}]}", "name: p"), [refused]));

        Assert.False(trouble.CanHeal);
        Assert.Equal(refused.Message, trouble.Message);
    }

    [Fact]
    public void A_crash_tells_the_last_exit()
    {
        var trouble = Assert.Single(Of(
            "{phase: Running, containerStatuses: [{name: app, restartCount: 3, lastState: {terminated: {reason: OOMKilled, exitCode: 137}}, state: {waiting: {reason: CrashLoopBackOff}}}]}"));

        Assert.True(trouble.CanHeal);
        Assert.Equal("restarted 3 times, last exit: OOMKilled (code 137)", trouble.Message);
        Assert.Equal("the container needs more memory than its limit", LikelyCause.Of(trouble, []));
    }

    [Fact]
    public void A_pod_that_fits_no_node_is_unschedulable()
    {
        var trouble = Assert.Single(Of("{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/3 nodes}]}"));

        Assert.Equal(("Unschedulable", "0/3 nodes", true), (trouble.Reason, trouble.Message, trouble.CanHeal));
    }

    [Fact]
    public void Two_reasons_of_one_failing_pull_are_the_same_trouble() => Assert.Equal(
        new Trouble("ErrImagePull", "", true) { Container = "a" }.Identity, new Trouble("ImagePullBackOff", "", true) { Container = "a" }.Identity);

    [Theory]
    [InlineData("manifest for a:1 not found: manifest unknown", true, false)]
    [InlineData("no match for platform in manifest: not found", true, false)]
    [InlineData("pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed", false, true)]
    [InlineData("failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized", false, true)]
    [InlineData("unexpected status from HEAD request to https://r.io/v2/a: 403 Forbidden", false, true)]
    [InlineData("failed to do request: Head \"https://r.io\": dial tcp: lookup r.io: no such host", false, false)]
    [InlineData("dial tcp 1.2.3.4:443: i/o timeout", false, false)]
    [InlineData("toomanyrequests: You have reached your unauthenticated pull rate limit", false, false)]
    [InlineData("unexpected status code 503 Service Unavailable: host not found", false, false)]
    public void A_registrys_words(string message, bool missing, bool unauthorized) =>
        Assert.Equal((missing, unauthorized), (ImageRefusal.IsMissing(message), ImageRefusal.IsUnauthorized(message)));

    private static List<Trouble> Of(string status) => [.. PodTroubles.Find(Live.Of("v1 Pod", "{}", status, "name: p"), [])];
}
