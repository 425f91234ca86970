using Cake.Istio.Reporting;

namespace Cake.Istio.Releases;

/// <summary>A download failed in a way that may pass: it is tried again and never leaves <see cref="DownloadClient"/>.</summary>
internal sealed class DownloadFault(string message, TimeSpan? retryAfter = null, Exception? innerException = null) : Exception(ShownUrl.In(message), innerException)
{
    /// <summary>How long the server asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
