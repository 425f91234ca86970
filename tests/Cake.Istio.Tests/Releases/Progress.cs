using System.Collections.Concurrent;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

/// <summary>Keeps every report, and tells a test of it at once.</summary>
internal sealed class Progress(Action<DownloadProgress>? onReport = null) : IProgress<DownloadProgress>
{
    public ConcurrentQueue<DownloadProgress> Reports { get; } = [];

    public IEnumerable<string> Notes => Reports.Select(report => report.Note).OfType<string>();

    public void Report(DownloadProgress value)
    {
        Reports.Enqueue(value);
        onReport?.Invoke(value);
    }
}
