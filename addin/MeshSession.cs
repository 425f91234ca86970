using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Istio.Cluster;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Errors;
using Cake.Istio.Reporting.Live;
using Cake.Istio.Settings;
using Cake.Istio.Tools;

namespace Cake.Istio;

/// <summary>
/// One run: the steps of an install with what they share, so that a release is fetched, its manifests are read, a cluster is
/// connected to and its discovery asked for once, however many steps follow each other.
/// </summary>
/// <remarks>
/// Every step can also be the only one of a run: it gets what it needs from the release cache and the cluster.
/// Every step throws <see cref="MeshException"/>, and <see cref="OperationCanceledException"/> when the run is cancelled.
/// </remarks>
public sealed partial class MeshSession : IAsyncDisposable
{
    private readonly MeshSettings _settings;
    private readonly ICakeContext _context;
    private readonly InstallDisplay _display;
    private readonly ICakeLog _log;
    private readonly TimeProvider _time;
    private readonly RunDeadline _deadline;
    private readonly IKubectl _kubectl;
    private ClusterConnection? _cluster;
    private ClusterAccess _access;

    /// <summary>Begins a run; the time of <see cref="MeshSettings.Timeout"/> starts. Touches neither network nor cluster.</summary>
    /// <param name="settings">What to do.</param>
    /// <param name="context">Cake's log and environment.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <param name="kubectl">How kubectl is run where it is needed. Default: as a Cake tool, found among the tools and on the path.</param>
    /// <exception cref="MeshException"><see cref="ErrorCode.InvalidOption"/>: a setting cannot be used.</exception>
    public MeshSession(MeshSettings settings, ICakeContext context, CancellationToken cancellationToken, IKubectl? kubectl = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        _settings = settings.Validate();
        _context = context;
        _kubectl = kubectl ?? new KubectlRunner(context);
        _time = TimeProvider.System;
        _deadline = new(_settings.Timeout, _time, cancellationToken);
        _log = _display = InstallDisplay.OnConsole(context.Log, context.Environment.GetEnvironmentVariable, _deadline);
    }

    /// <summary>Gives the install lock back and closes the connection. A run that ends without it leaves a lock that expires.</summary>
    public async ValueTask DisposeAsync()
    {
        await ReleaseLockAsync();
        _cluster?.Dispose();
        _deadline.Dispose();
    }

    // A step that takes long enough to be watched.
    private Task<T> ShowAsync<T>(Func<CancellationToken, Task<T>> step) => _display.ShowAsync(() => _deadline.RunAsync(step));

    // Opening for writing is the guard, so a step that writes asks for it even where an earlier step has opened for reading.
    private async Task<ClusterConnection> OpenAsync(ClusterAccess access)
    {
        if (_cluster is not null && access <= _access)
            return _cluster;

        _cluster?.Dispose();
        _cluster = await ClusterConnector.ConnectAsync(_settings, access, _log, _context.Environment, _deadline, _kubectl);
        _access = access;
        return _cluster;
    }
}
