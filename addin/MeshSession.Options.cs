using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private readonly string _run = ProcessIdentity.NewRun();

    // What a rollback installs; else the release says it.
    private InstallDescription? _description;

    private string Holder => HolderIdentity.Of(Variable, Environment.UserName, Environment.MachineName);

    private string ReportFolder => Path.GetFullPath(_settings.Report, _context.Environment.WorkingDirectory.FullPath);

    private LockOptions Lock => new()
    {
        Namespace = _settings.Namespace,
        Holder = Holder,
        Process = _run,
        Timeout = _settings.LockTimeout ?? (CiServer.IsRunning(Variable) ? TimeSpan.Zero : MeshSettings.DefaultLockTimeout),
        BreakReason = _settings.BreakLock,
    };

    private PlannerOptions Planner => new()
    {
        Namespace = _settings.Namespace,
        ForceConflicts = _settings.ForceConflicts,
        Adopt = _settings.Adopt,
        KeepGateway = _settings.Gateway == GatewayPolicy.Keep,
        Pruning = new() { IsOn = _settings.Prune, IncludesDefinitions = _settings.PruneCrds, Limit = _settings.PruneLimit },
    };

    private async Task<MeshInstallOptions> OptionsAsync(CancellationToken cancel) => new()
    {
        Description = _description ?? await DescribeAsync(cancel),
        Planner = Planner with { Superseded = StrictWays.Superseded(await GetVersionAsync(cancel), Mode) },
        Lock = Lock,
        Readiness = new() { StallTimeout = _settings.StallTimeout },
        ApprovedPlan = _settings.Plan,
    };

    private async Task<InstallDescription> DescribeAsync(CancellationToken cancel)
    {
        var options = new Dictionary<string, string> { [ModeOption] = _settings.Mode.ToString().ToLowerInvariant() };
        if (_settings.Profile is { } profile)
            options["profile"] = profile;
        return new($"{(await GetReleaseAsync(cancel)).Version}", options, Holder);
    }

    /// <summary>Which Istio this session installs.</summary>
    private async Task<IstioVersion> GetVersionAsync(CancellationToken cancel) =>
        _description is null ? (await GetReleaseAsync(cancel)).Version : IstioVersion.Parse(_description.Release);

    private string? Variable(string name) => _context.Environment.GetEnvironmentVariable(name);
}
