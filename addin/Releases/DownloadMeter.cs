namespace Cake.Istio.Releases;

/// <summary>Measures a download and reports it, not more often than somebody can read.</summary>
internal sealed class DownloadMeter(string file, IProgress<DownloadProgress>? progress, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly long _start = time.GetTimestamp();
    private long _reported = time.GetTimestamp();
    private long _received;
    private long _bytes;
    private long? _total;

    /// <summary>Says from which byte on a transfer goes, and to which.</summary>
    public void Begin(long bytes, long? total) => (_bytes, _total) = (bytes, total);

    /// <summary>Takes received bytes in.</summary>
    public void Add(int bytes)
    {
        _received += bytes;
        _bytes += bytes;
        if (time.GetElapsedTime(_reported) >= Pause)
            Report(note: null);
    }

    /// <summary>Reports at once, with or without a note.</summary>
    public void Report(string? note)
    {
        _reported = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_start).TotalSeconds;
        progress?.Report(new DownloadProgress(file, _bytes, _total, seconds > 0 ? _received / seconds : 0, note));
    }
}
