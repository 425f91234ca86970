using System.Globalization;
using Cake.Core.Diagnostics;
using Cake.Istio.Releases;

namespace Cake.Istio.Reporting;

/// <summary>Shows a download's progress as log lines, one every five seconds at most.</summary>
internal sealed class DownloadLog(ICakeLog log) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private long _last;

    public void Report(DownloadProgress value)
    {
        var isDone = value.Bytes == value.Total;
        if (value.Note is null && !isDone && _last != 0 && TimeProvider.System.GetElapsedTime(_last) < Interval)
            return;

        _last = TimeProvider.System.GetTimestamp();
        log.Information("{0}", $"{Describe(value)}{(value.Note is null ? "" : $": {value.Note}")}");
    }

    /// <summary>Gives <c>istio-1.30.3-linux-amd64.tar.gz: 12.0 MiB of 27.5 MiB, 5.3 MiB/s</c>, or the name alone before anything is there.</summary>
    public static string Describe(DownloadProgress progress) => progress is { Bytes: 0, Total: null }
        ? progress.File
        : $"{progress.File}: {Megabytes(progress.Bytes)}{(progress.Total is { } total ? $" of {Megabytes(total)}" : "")}, {Megabytes((long)progress.BytesPerSecond)}/s";

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
}
