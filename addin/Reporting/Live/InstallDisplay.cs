using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Readiness;
using Cake.Istio.Releases;

namespace Cake.Istio.Reporting.Live;

/// <summary>
/// Shows how far a run is: below the log's lines on a terminal, drawn again several times a second; elsewhere as a line of the log, when nothing else
/// was said for five seconds.
/// </summary>
/// <remarks>Spectre.Console's live display is not used, because Cake's log writes to the console itself and the two would tear each other's lines.</remarks>
internal sealed class InstallDisplay : IInstallProgress, IProgress<DownloadProgress>, ICakeLog
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly ICakeLog _log;
    private readonly LiveRegion? _region;
    private readonly Func<(int Width, int Height)> _size;
    private readonly RunDeadline _deadline;
    private readonly InstallLog _lines;
    private readonly DownloadLog _downloads;
    private readonly InstallState _state = new();
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private long _lastLine;

    /// <summary>Creates the display; nothing is shown yet.</summary>
    /// <param name="log">Where lines go.</param>
    /// <param name="region">Where the display is drawn, or null where there is no terminal.</param>
    /// <param name="size">The terminal's columns and rows.</param>
    /// <param name="deadline">The run's clock, which knows what is waited for too.</param>
    public InstallDisplay(ICakeLog log, LiveRegion? region, Func<(int Width, int Height)> size, RunDeadline deadline)
    {
        (_log, _region, _size, _deadline) = (log, region, size, deadline);
        _lines = new(this);
        _downloads = new(this);
    }

    /// <inheritdoc/>
    public Verbosity Verbosity
    {
        get => _log.Verbosity;
        set => _log.Verbosity = value;
    }

    /// <summary>A display on this process' console, as far as that is a terminal.</summary>
    public static InstallDisplay OnConsole(ICakeLog log, Func<string, string?> variable, RunDeadline deadline)
    {
        var terminal = Terminal.Of(Console.IsOutputRedirected, log.Verbosity, variable);
        return new(log, terminal.IsLive ? new LiveRegion(Console.Out, Size, terminal.HasColours) : null, Size, deadline);

        // A terminal that does not tell its size, such as a serial console, has 0.
        static (int Width, int Height) Size() => (Console.WindowWidth is > 0 and var width ? width : 80, Console.WindowHeight is > 0 and var height ? height : 24);
    }

    /// <summary>Shows the display while a step runs.</summary>
    public async Task<T> ShowAsync<T>(Func<Task<T>> step)
    {
        lock (_lock)
        {
            _lastLine = _deadline.Time.GetTimestamp();
            _timer = _deadline.Time.CreateTimer(_ => Tick(), null, FrameTime, FrameTime);
        }

        try
        {
            return await step();
        }
        finally
        {
            lock (_lock)
            {
                _timer.Dispose();
                _timer = null;
                _region?.Clear();
            }
        }
    }

    /// <summary>Writes a line above the display.</summary>
    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity > Verbosity)
            return;
        lock (_lock)
        {
            var wasDrawn = _region is { IsDrawn: true };
            _region?.Clear();
            _log.Write(verbosity, level, format, args);
            _lastLine = _deadline.Time.GetTimestamp();
            if (wasDrawn)
                Draw();
        }
    }

    /// <inheritdoc/>
    public void Report(ApplyEvent value)
    {
        lock (_lock)
            _state.Take(value);
        _lines.Report(value);
    }

    /// <inheritdoc/>
    public void Report(ReadinessEvent value)
    {
        lock (_lock)
            _state.Take(value);
        _lines.Report(value);
    }

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        lock (_lock)
            _state.Take(value);
        if (_region is null || _state.Download is null || value.Note is not null)
            _downloads.Report(value);
    }

    private void Tick()
    {
        lock (_lock)
        {
            if (_timer is null)
                return;
            if (_region is not null)
                Draw();
            else if (_deadline.Time.GetElapsedTime(_lastLine) >= LongestSilence && InstallView.Summarize(_state, _deadline.Waits, _deadline.Elapsed) is { } summary)
                Write(Verbosity.Normal, LogLevel.Information, "{0}", summary);
        }
    }

    private void Draw() => _region!.Draw(InstallView.Render(_state, _deadline.Waits, _deadline.Elapsed, _deadline.Timeout, _size().Width));
}
