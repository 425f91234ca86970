using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Cake.Istio.Errors;
using Cake.Istio.Frosting.Clusters;
using Cake.Istio.Frosting.Kubectl;
using Cake.Istio.Frosting.Options;
using Cake.Istio.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Istio.Frosting;

/// <summary>What the tasks share in a run; a host may derive its own context from it.</summary>
/// <remarks>Constructing it touches neither the network nor a cluster: Cake does so for <c>--tree</c> and <c>--description</c> too.</remarks>
public class MeshContext : FrostingContext, IDisposable
{
    private readonly Lazy<IReadOnlyList<IClusterSource>> _sources;
    private readonly Lazy<OptionValues> _options;
    private readonly Lazy<Interruption> _interruption;
    private MeshSession? _session;
    private string _running = "the run";

    /// <summary>Creates the context.</summary>
    /// <param name="context">Cake's context.</param>
    public MeshContext(ICakeContext context)
        : base(context)
    {
        _sources = new(() => [new CurrentCluster(), .. ServiceProvider.GetServices<IClusterSource>()]);
        _options = new(() => new OptionValues(this, [.. MeshOptions.All, .. _sources.Value.SelectMany(source => source.Options)]));
        _interruption = new(() => new Interruption(StopAtOnce));
    }

    /// <summary>The options of the run, with what was written for them.</summary>
    /// <exception cref="MeshException">MESH1001: an option was given twice.</exception>
    public OptionValues Options => _options.Value;

    /// <summary>Ends with Ctrl+C or SIGTERM.</summary>
    public CancellationToken Cancellation => _interruption.Value.Token;

    /// <summary>The names that <c>--cluster</c> takes.</summary>
    internal IEnumerable<string> ClusterNames => _sources.Value.Select(source => source.Name);

    /// <summary>Runs a task's step on the run's session, with the settings that lead to the chosen cluster.</summary>
    /// <param name="task">The task's name, for messages.</param>
    /// <param name="step">The step.</param>
    /// <exception cref="MeshException">MESH1001: an option's value cannot be used. MESH1002: an option has no effect. MESH1901: the run was interrupted. And what the step throws.</exception>
    public async Task RunAsync(string task, Func<MeshSession, Task> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _running = task;
        try
        {
            _session ??= new(await PrepareAsync(), this, Cancellation, new CakeKubectl(this));
            await step(_session);
        }
        catch (OperationCanceledException exception) when (_interruption.Value.Signal is not null)
        {
            throw Interrupted(exception);
        }
    }

    /// <summary>Ends the run's session: gives the install lock back and closes the connection. Cake's container calls it too, whatever lifetime a host has.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the run's session.</summary>
    /// <param name="disposing">Whether it is not a finalizer that calls.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        // Cake's container knows no asynchronous end.
        _session?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _session = null;
        if (_interruption.IsValueCreated)
            _interruption.Value.Dispose();
    }

    /// <summary>Says whether changes are pending, for <c>--plan-exit-code</c>.</summary>
    /// <param name="pending">Whether they are.</param>
    /// <exception cref="MeshException">MESH2214: they are, and the host has no exit code of its own for it.</exception>
    internal void Report(bool pending)
    {
        if (!pending || Options[MeshOptions.PlanExitCode]?.ToFlag() is not true)
            return;
        var found = ServiceProvider.GetService<PendingChanges>() ?? throw new MeshException(
            ErrorCode.ChangesPending, "Changes are pending.", "This host has no exit code of its own for that; it has one where it registers PendingChanges as a service.");
        found.AreFound = true;
    }

    private async Task<MeshSettings> PrepareAsync()
    {
        var bound = Options.Bind();
        CheckTargets();
        var source = ChooseCluster();
        OptionCombinations.CheckSource(Options, _sources.Value, source);
        var settings = await source.PrepareAsync(this, bound, Cancellation);
        OptionCombinations.CheckMirror(Options, settings);
        return settings;
    }

    private void CheckTargets()
    {
        if (ServiceProvider.GetService<ICakeEngine>() is { } engine)
            OptionTargets.Check(Options, engine.Tasks, [.. Arguments.GetArguments("target").SelectMany(target => target.Split(','))]);
    }

    private IClusterSource ChooseCluster()
    {
        if (Options[MeshOptions.Cluster] is not { } value)
            return _sources.Value[0];

        var name = value.ToChoice([.. ClusterNames]);
        return _sources.Value.First(source => source.Name == name);
    }

    private void StopAtOnce()
    {
        Log.Error("Error: {0}", Interrupted(null).Message);
        System.Environment.Exit(1);
    }

    private MeshException Interrupted(Exception? cause) => new(
        ErrorCode.Interrupted,
        $"interrupted by {_interruption.Value.Signal} in {_running}",
        "Run the same command again: it goes on from what stands in the cluster",
        innerException: cause);
}
