using System.Net;
using Cake.Istio.Cluster;

namespace Cake.Istio.Tests.Cluster;

public sealed class LoopbackBypassTests
{
    [Theory]
    [InlineData("https://127.0.0.1:6443", true)]
    [InlineData("https://localhost:6443", true)]
    [InlineData("https://[::1]:6443", true)]
    [InlineData("https://10.0.0.1:6443", false)]
    [InlineData("https://prod.example.com", false)]
    public void A_proxy_of_the_environment_does_not_count_for_this_machine_itself(string server, bool isBypassed)
    {
        var proxy = new LoopbackBypass(new WebProxy("http://proxy.example.com:3128"));

        Assert.Equal(isBypassed, proxy.IsBypassed(new(server)));
        Assert.Equal(isBypassed, proxy.GetProxy(new(server)) is null);
    }
}
