using System.Runtime.InteropServices;

namespace Cake.Istio.Frosting;

/// <summary>Turns Ctrl+C and SIGTERM into a cancellation, so that a run ends in order; the second signal ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action _tooLate;

    /// <param name="tooLate">Called where the run goes on for <see cref="Grace"/> after the signal.</param>
    public Interruption(Action tooLate)
    {
        _tooLate = tooLate;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
            _registrations.Add(PosixSignalRegistration.Create(signal, Interrupt));
    }

    public static TimeSpan Grace { get; } = TimeSpan.FromMilliseconds(800);

    public CancellationToken Token => _source.Token;

    /// <summary>The signal that came, or null.</summary>
    public PosixSignal? Signal { get; private set; }

    /// <summary>Says that the run has ended in order.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _ended.Cancel();
        _source.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        if (Signal is not null)
            return;

        context.Cancel = true;
        Signal = context.Signal;
        _ = EndAsync();
    }

    private async Task EndAsync()
    {
        var cancelling = _source.CancelAsync();
        await Task.Delay(Grace, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.IsCancellationRequested)
            _tooLate();
        await cancelling;
    }
}
