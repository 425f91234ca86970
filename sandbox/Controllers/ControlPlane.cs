using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Admission.BuiltIn;
using Cake.Istio.Sandbox.Admission.Webhooks;
using Cake.Istio.Sandbox.Allocation;
using Cake.Istio.Sandbox.Controllers.Autoscaling;
using Cake.Istio.Sandbox.Controllers.Bootstrap;
using Cake.Istio.Sandbox.Controllers.CustomResources;
using Cake.Istio.Sandbox.Controllers.DaemonSets;
using Cake.Istio.Sandbox.Controllers.Deployments;
using Cake.Istio.Sandbox.Controllers.Disruption;
using Cake.Istio.Sandbox.Controllers.Garbage;
using Cake.Istio.Sandbox.Controllers.Jobs;
using Cake.Istio.Sandbox.Controllers.Namespaces;
using Cake.Istio.Sandbox.Controllers.Networking;
using Cake.Istio.Sandbox.Controllers.Nodes;
using Cake.Istio.Sandbox.Controllers.Quotas;
using Cake.Istio.Sandbox.Controllers.ReplicaSets;
using Cake.Istio.Sandbox.Controllers.Scheduling;
using Cake.Istio.Sandbox.Controllers.StatefulSets;
using Cake.Istio.Sandbox.Faults;
using Cake.Istio.Sandbox.Mesh;
using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Controllers;

/// <summary>Everything that acts in the cluster by itself: admission, allocation, controllers, scheduler, nodes.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly ControlPlaneOptions _options;
    private readonly ObjectStore _store;
    private readonly IClusterState _state;
    private readonly ServiceReservations _reservations;
    private readonly WebhookList _mutating;
    private readonly WebhookList _validating;
    private readonly ResourceCatalog _catalog;
    private readonly Lazy<MeshAuthority> _authority;
    private readonly CancellationTokenSource _stop = new();
    private ControllerHost? _host;
    private Task _running = Task.CompletedTask;

    /// <summary>Prepares it; nothing acts before <see cref="StartAsync"/>.</summary>
    public ControlPlane(ObjectStore store, IClusterState state, ResourceCatalog catalog, ControlPlaneOptions options)
    {
        (_store, _state, _catalog, _options) = (store, state, catalog, options);
        _reservations = new ServiceReservations(state);
        _mutating = new WebhookList(state, Resources.MutatingWebhooks);
        _validating = new WebhookList(state, Resources.ValidatingWebhooks);
        _authority = new Lazy<MeshAuthority>(() => MeshAuthority.LoadOrCreate(state, options.Time));
        Services = new ServiceAllocator(_reservations, Random.Shared);
        IWebhookBackends backends = options.Mesh ? new MeshBackends(state, _authority) : new NoBackends();
        var webhooks = new WebhookDispatcher(_mutating, _validating, new WebhookMatch(state, catalog), new WebhookCaller(state, backends));
        Admission = new AdmissionChain(
            [new LimitRangePlugin(state), new ServiceAccountPlugin(state, options.Time), new PriorityPlugin(state), new TolerationPlugin()], new QuotaPlugin(state, store.All), new RoleEscalation(new FaultAuthorizer(options.Faults), state), webhooks);
    }

    /// <summary>What the registry asks before it stores anything.</summary>
    public IAdmission Admission { get; }

    /// <summary>What gives Services their addresses.</summary>
    public ServiceAllocator Services { get; }

    /// <summary>Creates the system objects and sets the controllers to work.</summary>
    public async Task StartAsync(ObjectRegistry registry, CancellationToken cancellationToken)
    {
        var host = await PrepareAsync(registry, cancellationToken);
        _running = Task.Run(() => host.RunAsync(_stop.Token), CancellationToken.None);
    }

    /// <summary>Creates the system objects and makes the controllers ready, but leaves it to the caller to have them work.</summary>
    public async Task<ControllerHost> PrepareAsync(ObjectRegistry registry, CancellationToken cancellationToken)
    {
        var writer = new ClusterWriter(registry, _catalog);
        await new ClusterBootstrap(_state, _catalog, writer).EnsureAsync(_options.KubernetesVersion, _options.Time.GetUtcNow(), cancellationToken);
        _host = new ControllerHost(_state, _store.All, Controllers(writer), _options.Time, _options.Logger);
        _options.Faults.Changed += Resync;
        return _host;
    }

    public async ValueTask DisposeAsync()
    {
        _options.Faults.Changed -= Resync;
        await _stop.CancelAsync();
        await _running;
        _host?.Dispose();
        _mutating.Dispose();
        _validating.Dispose();
        _reservations.Dispose();
        if (_authority.IsValueCreated)
            _authority.Value.Dispose();
        _stop.Dispose();
    }

    private void Resync(object? sender, EventArgs arguments) => _host?.Resync();

    private IController[] Controllers(ClusterWriter writer)
    {
        var (time, faults) = (_options.Time, _options.Faults);
        var events = new EventRecorder(_state, writer, time);
        return
        [
            new NamespaceContentController(_state, As(NamespaceContentController.Identity), _options.AuthorityPem),
            new DefinitionController(_state, As(DefinitionController.Identity), faults, time),
            new DeploymentController(_state, As(DeploymentController.Identity), time),
            new ReplicaSetController(_state, As(ReplicaSetController.Identity), time),
            new StatefulSetController(_state, As(StatefulSetController.Identity), time),
            new DaemonSetController(_state, As(DaemonSetController.Identity)),
            new NodeController(_state, As(NodeController.Identity), time),
            new JobController(_state, As(JobController.Identity), time),
            new Scheduler(_state, As(ControllerIdentity.Scheduler), faults, time),
            new Kubelet(_state, As(ControllerIdentity.Kubelet), faults, _options.PodTimes, time),
            new EndpointsController(_state, As(EndpointsController.Identity)),
            new LoadBalancerController(_state, As(LoadBalancerController.Identity), faults, time),
            new AutoscalerController(_state, _catalog, As(AutoscalerController.Identity), time),
            new DisruptionController(_state, _catalog, As(DisruptionController.Identity), time),
            new QuotaController(_state, _store.All, As(QuotaController.Identity)),
            new EventExpiry(_state, events, As(EventExpiry.Identity), time),
            new NamespaceDeletionController(_state, _store.All, As(NamespaceDeletionController.Identity), time),
            new GarbageCollector(_state, _catalog, As(GarbageCollector.Identity)),
            .. _options.Mesh ? MeshControllers(new MeshContext(_state, writer, _authority)) : [],
        ];

        WriteExecutor As(ControllerIdentity identity) => new(writer, events, identity);
    }

    private IController[] MeshControllers(MeshContext mesh) =>
    [
        new CitadelController(mesh),
        new InjectorController(mesh),
        new GalleyController(mesh),
        new IstiodController(mesh),
        new PostInstallController(_state, mesh.Writer, _catalog),
    ];
}
