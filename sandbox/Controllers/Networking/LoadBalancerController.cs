using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Controllers.Networking;

/// <summary>Gives Services of type LoadBalancer their addresses, where the cluster has a provider.</summary>
internal sealed class LoadBalancerController(IClusterState state, WriteExecutor writes, ILoadBalancerProviders providers, TimeProvider time) : IController
{
    // Set before a load balancer is made, gone once it is (KEP-980).
    private const string Finalizer = "service.kubernetes.io/load-balancer-cleanup";

    private readonly ConcurrentDictionary<string, DateTimeOffset> _asked = new(StringComparer.Ordinal);

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } =
        ControllerIdentity.OfServiceAccount("cloud-controller-manager", "service-controller", "kube-system", "service-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Services];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => [new ObjectKey(change.Namespace, change.Name)];

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Services, key.Namespace, key.Name) is not { } service)
            return null;
        var has = service.Objects("status", "loadBalancer", "ingress").Any();
        if (service.Text("spec", "type") != "LoadBalancer" || service.IsDeleting())
        {
            _asked.TryRemove(service.Uid(), out _);
            if (has)
                await writes.ApplyAsync([.. Status(service, null), new Write.Emit(service, "DeletedLoadBalancer", "Deleted load balancer")], cancellationToken);
            else if (IsHeld(service))
                await writes.ApplyAsync([Held(service, false)], cancellationToken);
            return null;
        }
        if (has || providers.LoadBalancer is not { } provider)
            return null;
        if (_asked.TryAdd(service.Uid(), time.GetUtcNow()))
            await writes.ApplyAsync([new Write.Emit(service, "EnsuringLoadBalancer", "Ensuring load balancer")], cancellationToken);
        if (!IsHeld(service))
        {
            // That it is written brings the Service back here.
            await writes.ApplyAsync([Held(service, true)], cancellationToken);
            return null;
        }
        if (provider.Delay is not { } delay)
        {
            const string Failure = "Error syncing load balancer: failed to ensure load balancer: the provider has no address left";
            await writes.ApplyAsync([new Write.Emit(service, "SyncLoadBalancerFailed", Failure) { IsWarning = true }], cancellationToken);
            return null;
        }
        var left = _asked[service.Uid()] + delay - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return left;
        await writes.ApplyAsync([.. Status(service, Next(provider)), new Write.Emit(service, "EnsuredLoadBalancer", "Ensured load balancer")], cancellationToken);
        return null;
    }

    private string Next(LoadBalancerProvider provider)
    {
        var used = state.List(Resources.Services).SelectMany(service => service.Objects("status", "loadBalancer", "ingress")).Select(ingress => ingress.Text("ip")).ToHashSet(StringComparer.Ordinal);
        var bytes = IPAddress.Parse(provider.Address).GetAddressBytes();
        while (used.Contains(new IPAddress(bytes).ToString()))
            bytes[^1]++;
        return new IPAddress(bytes).ToString();
    }

    private static bool IsHeld(JsonObject service) => service.Texts("metadata", "finalizers").Contains(Finalizer);

    private static Write.Replace Held(JsonObject service, bool isHeld)
    {
        var next = service.DeepClone().AsObject();
        var others = service.Texts("metadata", "finalizers").Where(name => name != Finalizer);
        next.Child("metadata")["finalizers"] = new JsonArray([.. (isHeld ? others.Append(Finalizer) : others).Select(name => JsonValue.Create(name))]);
        return new Write.Replace(Resources.Services, next);
    }

    private static IEnumerable<Write> Status(JsonObject service, string? address)
    {
        var status = service.StatusCopy();
        status["loadBalancer"] = address is null ? [] : new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address, ["ipMode"] = "VIP" }) };
        return StatusWrite.To(Resources.Services, service, status);
    }
}
