using System.Collections.Concurrent;
using Cake.Core.Diagnostics;

namespace Cake.Istio.Cluster;

/// <summary>Logs the warnings that an API server sends along (KEP-1693), each text once.</summary>
internal sealed class ServerWarnings(ICakeLog log)
{
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    /// <summary>Logs what the answer's Warning headers say.</summary>
    public void Log(HttpResponseMessage response)
    {
        foreach (var warning in response.Headers.Warning)
        {
            var text = warning.Text.Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal);
            if (_seen.TryAdd(text, true))
                log.Warning("{0}", $"The API server warns: {text}");
        }
    }
}
