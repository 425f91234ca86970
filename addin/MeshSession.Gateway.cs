using Cake.Core.Diagnostics;
using Cake.Istio.Cluster;
using Cake.Istio.Gateway;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    /// <summary>Makes the ingress gateway reachable: by a load balancer's address where one is to be had, else as <see cref="Settings.MeshSettings.Gateway"/> says.</summary>
    /// <returns>How the gateway can be reached, and what was done for it.</returns>
    public Task<GatewayReport> PatchGatewayAsync() => ShowAsync(async cancel =>
    {
        var cluster = await OpenAsync(ClusterAccess.Write);
        var options = new GatewayOptions
        {
            Namespace = _settings.Namespace,
            Policy = _settings.Gateway,
            Wait = _settings.Wait,
            ForceConflicts = _settings.ForceConflicts,
        };
        var report = await new GatewayExposure(cluster, _deadline, options).ExposeAsync(cancel);
        _log.Information("{0}", report.Decision.Reason);
        foreach (var port in report.Ports.Where(port => port.NodePort is not null))
            _log.Information("{0}", $"  {port.Name} {port.Port} on node port {port.NodePort}");
        foreach (var url in report.Urls)
            _log.Information("{0}", $"  {url}");
        return report;
    });
}
