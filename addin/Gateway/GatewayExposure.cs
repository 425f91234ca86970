using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Gateway;

/// <summary>Makes the ingress gateway reachable: by a load balancer where one is to be had, else as the policy says.</summary>
internal sealed class GatewayExposure(ClusterConnection cluster, RunDeadline deadline, GatewayOptions options)
{
    // Enough to read the Service's events after the wait.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(3);

    /// <summary>Does what the policy says and tells where the gateway is.</summary>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.NoLoadBalancer"/>, <see cref="ErrorCode.NoGatewayAddress"/>, <see cref="ErrorCode.FieldConflict"/>.
    /// </exception>
    public async Task<GatewayReport> ExposeAsync(CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var services = discovery.Find("v1", "Service")!;
        if (await cluster.GetAsync(services, options.Namespace, GatewayReport.ServiceName, cancel) is not { } live)
            return new(new GatewayDecision(GatewayAction.None, $"The mesh in {options.Namespace} has no Service {GatewayReport.ServiceName}: there is no ingress gateway to reach."));

        var surroundings = new GatewaySurroundings(cluster, discovery);
        var provider = GatewayRules.NeedsProvider(options.Policy, new(live)) ? await surroundings.FindProviderAsync(cancel) : null;
        var decision = GatewayRules.Decide(options.Policy, new(live), provider);
        var after = await CarryOutAsync(decision, live, services, cancel);
        var nodes = new GatewayService(after).Type == "NodePort" ? await surroundings.NodesAsync(cancel) : [];
        return new(decision)
        {
            Service = Subject,
            Change = decision.Action is GatewayAction.SetType or GatewayAction.Release ? ChangeAction.Configured : ChangeAction.Unchanged,
            Type = new GatewayService(after).Type,
            Ports = new GatewayService(after).Ports,
            Urls = GatewayUrls.Of(new(after), nodes),
            Provider = provider,
        };
    }

    private ObjectRef Subject => new("v1", "Service", options.Namespace, GatewayReport.ServiceName);

    private async Task<JsonObject> CarryOutAsync(GatewayDecision decision, JsonObject live, ApiResource services, CancellationToken cancel)
    {
        IGatewayWriter writer = (await cluster.VersionAsync(cancel)).HasServerSideApply
            ? new GatewayWriter(cluster, services, options)
            : new ClientSideGatewayWriter(cluster, services, options);
        switch (decision)
        {
            case { Action: GatewayAction.SetType, Type: "LoadBalancer" }:
                return await AwaitAddressAsync(await writer.SetTypeAsync(live, "LoadBalancer", cancel), services, cancel);
            case { Action: GatewayAction.SetType, Type: { } type }:
                return await writer.SetTypeAsync(live, type, cancel);
            case { Action: GatewayAction.Release }:
                return await writer.ReleaseAsync(live, cancel);
            case { Action: GatewayAction.Wait }:
                return await AwaitAddressAsync(live, services, cancel);
            case { Action: GatewayAction.Fail }:
                throw new MeshException(
                    ErrorCode.NoLoadBalancer,
                    $"{decision.Reason} The ingress gateway would wait for an address for ever.",
                    "Install a load balancer provider such as MetalLB, or open node ports with --gateway=nodeport.",
                    Subject);
            default:
                return live;
        }
    }

    private async Task<JsonObject> AwaitAddressAsync(JsonObject live, ApiResource services, CancellationToken cancel)
    {
        if (!options.Wait || new GatewayService(live).Addresses.Count > 0)
            return live;
        using var waiting = deadline.Waiting($"an address of {Subject}");
        using var budget = new CancellationTokenSource(deadline.Remaining > Reserve ? deadline.Remaining - Reserve : TimeSpan.Zero, deadline.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancel);
        try
        {
            await Polling.UntilAsync(
                async () =>
                {
                    live = await cluster.GetAsync(services, options.Namespace, GatewayReport.ServiceName, linked.Token) ?? live;
                    return new GatewayService(live).Addresses.Count > 0;
                },
                deadline.Time,
                linked.Token);
            return live;
        }
        catch (OperationCanceledException late) when (budget.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw await NoAddressAsync(late, cancel);
        }
    }

    private async Task<MeshException> NoAddressAsync(Exception late, CancellationToken cancel)
    {
        var events = await new GatewaySurroundings(cluster, await cluster.DiscoverAsync(refresh: false, cancel)).EventsAsync(options.Namespace, cancel);
        return new(
            ErrorCode.NoGatewayAddress,
            $"The load balancer gave no address in time.{(events.Count == 0 ? " The Service has no events." : string.Concat(events.Select(line => $"{Environment.NewLine}    {line}")))}",
            "Look at the load balancer's controller, give it more time with --timeout, or open node ports with --gateway=nodeport.",
            Subject,
            innerException: late);
    }
}
