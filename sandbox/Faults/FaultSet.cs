using System.Collections.Immutable;
using Cake.Istio.Sandbox.Controllers.CustomResources;
using Cake.Istio.Sandbox.Controllers.Networking;

namespace Cake.Istio.Sandbox.Faults;

/// <summary>The faults at work now, and what they mean for the simulated cluster.</summary>
internal sealed class FaultSet(TimeProvider time) : IPodFailures, ILoadBalancerProviders, IEstablishingDelay
{
    private const int DefaultSeed = 1;

    private ImmutableArray<ArmedFault> _armed = [];

    /// <summary>Raised after faults have come or gone.</summary>
    public event EventHandler? Changed;

    /// <summary>The faults, in the order they were given.</summary>
    public IReadOnlyList<ArmedFault> Armed => _armed;

    public LoadBalancerProvider? LoadBalancer =>
        Faults<Fault.LoadBalancer>().Select(item => new LoadBalancerProvider(item.Fault.Delay, item.Fault.Address)).FirstOrDefault();

    /// <summary>Puts these faults in place of all others.</summary>
    /// <exception cref="FormatException">The text cannot be read; nothing has changed.</exception>
    public void Replace(string text) => Arm([], FaultText.Parse(text));

    /// <summary>Adds faults to those there are.</summary>
    /// <exception cref="FormatException">The text cannot be read; nothing has changed.</exception>
    public void Add(string text) => Arm(_armed, FaultText.Parse(text));

    public PodFailure? For(JsonObject pod)
    {
        var (armed, fault) = Find(pod);
        armed?.Count();
        return fault?.Failure;
    }

    public TimeSpan? EndsIn(JsonObject pod) => pod.Created() + Find(pod).Fault?.For - time.GetUtcNow();

    public TimeSpan DelayFor(string name) => Faults<Fault.DefinitionDelay>().Where(item => item.Fault.Name.Matches(name)).Select(item => item.Fault.Delay).FirstOrDefault();

    /// <summary>How long the resources of an established definition still answer 404.</summary>
    public TimeSpan LagFor(string name) => Faults<Fault.DefinitionLag>().Where(item => item.Fault.Name.Matches(name)).Select(item => item.Fault.Lag).FirstOrDefault();

    /// <summary>The faults of a kind.</summary>
    public IEnumerable<(ArmedFault Armed, T Fault)> Faults<T>()
        where T : Fault => _armed.Where(armed => armed.Fault is T).Select(armed => (armed, (T)armed.Fault));

    private (ArmedFault? Armed, Fault.Pod? Fault) Find(JsonObject pod) => Faults<Fault.Pod>().FirstOrDefault(item =>
        item.Fault.Name.Matches(pod.Name()) && item.Fault.Namespace.Matches(pod.Namespace() ?? "") && !(time.GetUtcNow() - pod.Created() >= item.Fault.For));

    private void Arm(ImmutableArray<ArmedFault> kept, IReadOnlyList<Fault> added)
    {
        var seed = added.OfType<Fault.Seed>().Select(fault => fault.Value).FirstOrDefault(DefaultSeed);
        _armed = [.. kept, .. added.Select((fault, index) => new ArmedFault(fault, seed + kept.Length + index))];
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
