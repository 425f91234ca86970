namespace Cake.Istio.Releases;

/// <summary>Lets one run at a time do something, across tasks and processes. The operating system frees it when a process dies.</summary>
internal static class CacheLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // .NET has no type for it: EWOULDBLOCK on Linux and macOS, a sharing violation on Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Waits for the lock; disposing the result frees it.</summary>
    /// <param name="path">The lock file. It stays: deleting it would let two runs hold two files of one name.</param>
    /// <param name="waiting">Called once if somebody else holds it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IDisposable> AcquireAsync(string path, Action waiting, TimeProvider time, CancellationToken cancellationToken)
    {
        if (TryAcquire(path) is { } atOnce)
            return atOnce;
        waiting();
        while (true)
        {
            await Task.Delay(Pause, time, cancellationToken);
            if (TryAcquire(path) is { } held)
                return held;
        }
    }

    private static FileStream? TryAcquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (Array.IndexOf(HeldByAnother, e.HResult) >= 0)
        {
            return null;
        }
    }
}
