using Cake.Istio.Sandbox.Faults;

namespace Cake.Istio.Sandbox.Tests.Faults;

public sealed class ArmedFaultTests
{
    [Fact]
    public void A_share_hits_about_that_many_and_the_same_ones_for_the_same_seed()
    {
        var (first, again, other) = (Draw(seed: 1), Draw(seed: 1), Draw(seed: 2));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(hit => hit), 150, 250);
    }

    [Fact]
    public void Times_ends_the_fault()
    {
        var fault = Arm("drop,times=2", 1);

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => fault.Hit(Filter(fault), "GET", "/api")));
        Assert.Equal(2, fault.Hits);
    }

    [Fact]
    public void Other_requests_are_neither_hit_nor_counted()
    {
        var fault = Arm("drop,method=POST,path=/api/v1/pods", 1);

        Assert.False(fault.Hit(Filter(fault), "GET", "/api/v1/pods"));
        Assert.False(fault.Hit(Filter(fault), "POST", "/api/v1/services"));
        Assert.Equal(0, fault.Hits);
    }

    private static bool[] Draw(int seed)
    {
        var fault = Arm("drop,share=0.2", seed);
        return [.. Enumerable.Range(0, 1000).Select(_ => fault.Hit(Filter(fault), "GET", "/api"))];
    }

    private static ArmedFault Arm(string text, int seed) => new(FaultText.Parse(text)[0], seed);

    private static RequestFilter Filter(ArmedFault fault) => ((Fault.Drop)fault.Fault).Filter;
}
