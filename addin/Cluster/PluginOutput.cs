using System.Diagnostics;
using k8s;

namespace Cake.Istio.Cluster;

/// <summary>Collects what credential plugins write to stderr while it lives: it is what a person needs when one fails.</summary>
internal sealed class PluginOutput : IDisposable
{
    private const int LongestText = 500;
    private readonly List<string> _lines = [];

    public PluginOutput() => KubernetesClientConfiguration.ExecStdError += Add;

    /// <summary>What was written so far, as one line.</summary>
    public string Text
    {
        get
        {
            lock (_lines)
            {
                var text = string.Join(" ", _lines);
                return text.Length <= LongestText ? text : $"…{text[^LongestText..]}";
            }
        }
    }

    public void Dispose() => KubernetesClientConfiguration.ExecStdError -= Add;

    private void Add(object? sender, DataReceivedEventArgs arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments.Data))
            return;
        lock (_lines)
            _lines.Add(arguments.Data.Trim());
    }
}
