using System.Collections.Concurrent;
using Cake.Core.Diagnostics;

namespace Cake.Istio.Tests.Cluster;

internal sealed class FakeLog : ICakeLog
{
    public Verbosity Verbosity { get; set; } = Verbosity.Diagnostic;

    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args) =>
        Lines.Enqueue((level, string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args)));
}
