using Cake.Istio.Sandbox.Controllers.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class WorkQueueTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = new WorkQueue<string>(_time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void An_item_waits_once_however_often_it_is_added()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.Add("a");

        Assert.Equal(["a", "b"], TakeAll());
    }

    [Fact]
    public void An_item_added_while_it_is_worked_on_comes_back_only_afterwards()
    {
        _queue.Add("a");
        Assert.True(_queue.TryTake(out _));
        _queue.Add("a");

        Assert.False(_queue.TryTake(out _));
        _queue.Done("a");
        Assert.Equal(["a"], TakeAll());
    }

    [Fact]
    public void Of_several_delays_the_earliest_counts()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _queue.AddAfter("a", TimeSpan.FromSeconds(2));
        _queue.AddAfter("a", TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(TakeAll());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], TakeAll());
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(TakeAll());
    }

    [Fact]
    public void Failures_are_retried_later_each_time_until_one_succeeds()
    {
        var delays = new List<int>();
        for (var failure = 0; failure < 4; failure++)
        {
            _queue.Retry("a");
            delays.Add(WaitFor());
        }
        _queue.Forget("a");
        _queue.Retry("a");

        Assert.Equal([5, 10, 20, 40], delays);
        Assert.Equal(5, WaitFor());
    }

    private int WaitFor()
    {
        for (var waited = 0; ; waited++)
        {
            if (TakeAll().Count > 0)
                return waited;
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private List<string> TakeAll()
    {
        var taken = new List<string>();
        while (_queue.TryTake(out var item))
        {
            taken.Add(item);
            _queue.Done(item);
        }
        return taken;
    }
}
