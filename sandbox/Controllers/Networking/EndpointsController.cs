namespace Cake.Istio.Sandbox.Controllers.Networking;

/// <summary>Keeps the EndpointSlices and Endpoints of Services with selectors.</summary>
internal sealed class EndpointsController(IClusterState state, WriteExecutor writes) : IController
{
    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("endpointslice-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Services, Resources.Pods, Resources.EndpointSlices, Resources.Endpoints];

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        if (change.Resource == Resources.Services || change.Resource == Resources.Endpoints)
            return [new ObjectKey(change.Namespace, change.Name)];
        if (change.Resource == Resources.EndpointSlices)
            return change.Current.Labels.TryGetValue(EndpointSlicePlan.ServiceLabel, out var service) ? [new ObjectKey(change.Namespace, service)] : [];
        return state.List(Resources.Services, change.Namespace)
            .Where(service => service.Map("spec", "selector").Count > 0)
            .Where(service => LabelSelector.MatchesMap(service.At("spec", "selector"), change.Current.Labels)
                || (change.Previous is { } previous && LabelSelector.MatchesMap(service.At("spec", "selector"), previous.Labels)))
            .Select(service => new ObjectKey(change.Namespace, service.Name()));
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var endpoints = state.Get(Resources.Endpoints, key.Namespace, key.Name);
        var service = state.Get(Resources.Services, key.Namespace, key.Name);
        if (service is null)
        {
            if (endpoints is not null && endpoints.Labels().ContainsKey("endpoints.kubernetes.io/managed-by") && !endpoints.IsDeleting())
                await writes.ApplyAsync([new Write.Delete(Resources.Endpoints, endpoints)], cancellationToken);
            return null;
        }
        if (service.IsDeleting() || service.Map("spec", "selector").Count == 0 || service.Text("spec", "type") == "ExternalName")
            return null;
        var backends = ServiceBackend.Of(service, state.List(Resources.Pods, key.Namespace));
        var slices = EndpointSlicePlan.Compute(service, backends, state.List(Resources.EndpointSlices, key.Namespace));
        await writes.ApplyAsync([.. slices, .. EndpointsPlan.Compute(service, backends, endpoints)], cancellationToken);
        return null;
    }
}
