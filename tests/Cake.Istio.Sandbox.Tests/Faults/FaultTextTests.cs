using Cake.Istio.Sandbox.Controllers.Pods;
using Cake.Istio.Sandbox.Faults;

namespace Cake.Istio.Sandbox.Tests.Faults;

public sealed class FaultTextTests
{
    [Fact]
    public void Every_kind_of_fault_is_read()
    {
        var faults = FaultText.Parse(
            "status=503,retry-after=2,method=POST|PATCH,path=/apis/*,share=0.25,times=3; latency=100ms..1s; drop,share=0.1; watch-cut=1.5s; watch-gone;"
            + "pod=istio-*,reason=CrashLoopBackOff,namespace=istio-system,for=2m; crd-delay=500ms,name=*.istio.io; crd-lag=1s; load-balancer=never;"
            + "load-balancer=2s,address=198.51.100.7; deny=create|patch:deployments.apps,namespace=x; seed=7");

        Assert.Equal(
        [
            new Fault.Status(faults[0].Text, new RequestFilter(new("POST|PATCH"), new("/apis/*"), 0.25, 3), 503, 2),
            new Fault.Latency("latency=100ms..1s", AnyRequest, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)),
            new Fault.Drop("drop,share=0.1", AnyRequest with { Share = 0.1 }),
            new Fault.WatchCut("watch-cut=1.5s", AnyRequest, TimeSpan.FromSeconds(1.5)),
            new Fault.WatchGone("watch-gone", AnyRequest),
            new Fault.Pod(faults[5].Text, new("istio-*"), new("istio-system"), PodFailure.CrashLoopBackOff, TimeSpan.FromMinutes(2)),
            new Fault.DefinitionDelay(faults[6].Text, new("*.istio.io"), TimeSpan.FromMilliseconds(500)),
            new Fault.DefinitionLag("crd-lag=1s", Pattern.Everything, TimeSpan.FromSeconds(1)),
            new Fault.LoadBalancer("load-balancer=never", null, "203.0.113.10"),
            new Fault.LoadBalancer("load-balancer=2s,address=198.51.100.7", TimeSpan.FromSeconds(2), "198.51.100.7"),
            new Fault.Deny(faults[10].Text, new("create|patch"), new("deployments.apps"), new("x")),
            new Fault.Seed("seed=7", 7),
        ],
        faults);
    }

    [Fact]
    public void A_comma_before_another_fault_divides_too() =>
        Assert.Equal(["status=503,share=0.1", "drop", "deny=list:pods,namespace=status"], FaultText.Parse("status=503,share=0.1,drop, deny=list:pods,namespace=status").Select(fault => fault.Text));

    [Theory]
    [InlineData("explode", "there is no fault 'explode'; there are status, latency, drop,")]
    [InlineData("status=200", "a status is from 400 to 599, not '200'")]
    [InlineData("status=abc", "'abc' is not a whole number")]
    [InlineData("drop,share=2", "share is a number from 0 to 1, not '2'")]
    [InlineData("drop,wat=1", "the fault drop has no 'wat'")]
    [InlineData("drop,share", "'share' is not of the form key=value")]
    [InlineData("latency=5", "a time is a number with ms, s or m, such as 500ms, not '5'")]
    [InlineData("latency=2s..1s", "the second time is shorter than the first")]
    [InlineData("pod=x,reason=Sad", "reason is one of Unschedulable, ContainerCreating, ErrImagePull,")]
    [InlineData("pod=,reason=Error", "a pattern is empty")]
    [InlineData("load-balancer=1s,address=here", "address is an IP address, not 'here'")]
    [InlineData("deny=deployments", "deny names verbs and a resource, such as deny=create|patch:deployments.apps, not 'deployments'")]
    public void What_cannot_be_read_says_what_is_allowed(string text, string why) =>
        Assert.StartsWith($"The fault '{text}' cannot be read: {why}", Assert.Throws<FormatException>(() => FaultText.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("a*c", "abbbc", true)]
    [InlineData("a*c", "abbb", false)]
    [InlineData("*.istio.io", "gateways.networking.istio.io", true)]
    [InlineData("a|b*", "bcd", true)]
    [InlineData("a|b", "c", false)]
    [InlineData("a*b*c", "axxbyyc", true)]
    [InlineData("abc", "abcd", false)]
    public void A_star_stands_for_anything_and_a_bar_for_alternatives(string pattern, string value, bool matches) =>
        Assert.Equal(matches, new Pattern(pattern).Matches(value));

    private static RequestFilter AnyRequest { get; } = new(Pattern.Everything, new("/api*"), 1, null);
}
