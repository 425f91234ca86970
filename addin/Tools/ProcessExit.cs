using Cake.Core.IO;

namespace Cake.Istio.Tools;

/// <summary>Waits for the end of a process that Cake started, and ends it where nobody waits any longer.</summary>
internal static class ProcessExit
{
    // A program that goes on after it was told to end keeps its own time, not the user's.
    private static readonly TimeSpan PatienceWithKill = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits; the process is disposed with its end.</summary>
    /// <param name="process">The process.</param>
    /// <param name="output">What it prints.</param>
    /// <param name="timeout">How long it may take, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="OverflowException">It printed more than can be meant.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<int> WaitAsync(IProcess process, ProcessOutput output, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var exited = Task.Run(() => WaitForExit(process), CancellationToken.None);
        try
        {
            if (await Task.WhenAny(exited, output.Overflowed).WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, cancellationToken) == exited)
                return await exited;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            await KillAsync(process);
            throw;
        }

        await KillAsync(process);
        throw new OverflowException();
    }

    private static int WaitForExit(IProcess process)
    {
        using (process)
        {
            process.WaitForExit();
            return process.GetExitCode();
        }
    }

    private static Task<Task> KillAsync(IProcess process) =>
        Task.WhenAny(Task.Run(process.Kill, CancellationToken.None), Task.Delay(PatienceWithKill, CancellationToken.None));
}
