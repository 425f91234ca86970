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
        var total = value.Total is { } bytes ? $" of {Megabytes(bytes)}" : "";
        var note = value.Note is null ? "" : $": {value.Note}";
        log.Information("{0}", $"{value.File}: {Megabytes(value.Bytes)}{total}, {Megabytes((long)value.BytesPerSecond)}/s{note}");
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
}
