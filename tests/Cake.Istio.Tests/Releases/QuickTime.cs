using System.Collections.Concurrent;

namespace Cake.Istio.Tests.Releases;

/// <summary>A clock whose short waits are over at once and are kept; longer ones, such as the patience with a server, are real.</summary>
internal sealed class QuickTime : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(20);

    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > Short)
            return base.CreateTimer(callback, state, dueTime, period);
        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
