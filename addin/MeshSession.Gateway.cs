using Cake.Core.Diagnostics;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Gateway;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    /// <summary>Makes the ingress gateway reachable: by a load balancer's address where one is to be had, else as <see cref="Settings.MeshSettings.Gateway"/> says.</summary>
    /// <returns>How the gateway can be reached, and what was done for it.</returns>
    /// <exception cref="MeshException"><see cref="ErrorCode.GatewayMissing"/>, <see cref="ErrorCode.NoLoadBalancer"/>, <see cref="ErrorCode.NoGatewayAddress"/>.</exception>
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
        if (report.Service is null)
            await EnsureNoGatewayExpectedAsync(cluster, cancel);
        _log.Information("{0}", report.Decision.Reason);
        foreach (var port in report.Ports.Where(port => port.NodePort is not null))
            _log.Information("{0}", $"  {port.Name} {port.Port} on node port {port.NodePort}");
        foreach (var url in report.Urls)
            _log.Information("{0}", $"  {url}");
        return report;
    });

    // A release or profile may have no ingress gateway; one that was recorded, or no mesh at all, is nothing to call a success.
    private async Task EnsureNoGatewayExpectedAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        var record = await new RecordStore(cluster, _settings.Namespace).ReadAsync(cancel);
        if (record is not null && !record.Objects.Any(item => item.Subject is { Kind: "Service", Name: GatewayReport.ServiceName }))
            return;
        throw new MeshException(
            ErrorCode.GatewayMissing,
            record is null
                ? $"Namespace {_settings.Namespace} has no Service {GatewayReport.ServiceName}, and no install is recorded there."
                : $"The Service {GatewayReport.ServiceName} that was installed in namespace {_settings.Namespace} is gone.",
            record is null ? "Install a mesh first (--target=InstallMesh), or name its namespace with --namespace." : "Install it again: --target=InstallMesh");
    }
}
