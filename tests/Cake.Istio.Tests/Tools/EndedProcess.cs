using System.Diagnostics;

namespace Cake.Istio.Tests.Tools;

/// <summary>A process that was killed is there until somebody has taken note of its end.</summary>
internal static class EndedProcess
{
    /// <summary>Waits until a process is gone; fails where it goes on.</summary>
    public static async Task AwaitAsync(int id)
    {
        var start = Stopwatch.GetTimestamp();
        while (IsThere(id))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"process {id} goes on");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static bool IsThere(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
