using System.Text.Json.Nodes;
using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Releases;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private const string ModeOption = "mode";

    /// <summary>The mode that this session installs: the settings', or that of the revision that is installed again.</summary>
    private MtlsMode Mode => Enum.TryParse<MtlsMode>(_description?.Options.GetValueOrDefault(ModeOption), ignoreCase: true, out var kept) ? kept : _settings.Mode;

    private async Task WriteModeNotesAsync(ClusterConnection cluster, MeshInstall install, CancellationToken cancel)
    {
        var (change, obstacle) = await ForeseeModeAsync(cluster, install, cancel);
        if (change is not null)
            _log.Information("{0}", change);
        if (obstacle is not null)
            _log.Warning("{0}", obstacle);
    }

    // Nothing else in a plan shows at a glance that workloads without a sidecar lose or get back their way in, or that a policy of somebody else decides that.
    private async Task<(string? Switch, string? Obstacle)> ForeseeModeAsync(ClusterConnection cluster, MeshInstall install, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var plan = install.Planned;
        IReadOnlyList<JsonObject> live;
        try
        {
            var places = MtlsModeReader.Places(discovery, _settings.Namespace).Where(place => !plan.Live.Covers(place));
            live = [.. MtlsModeReader.Policies(plan.Live), .. MtlsModeReader.Policies(await LiveObjects.ReadAsync(cluster, places, cancel))];
        }
        catch (ApiException denial) when (denial.Status.Code == 403)
        {
            return (null, $"Which mutual TLS mode the mesh has and will have is not known: {denial.Status.Message}");
        }

        var payloads = new JobPayloads(DesiredObject.Match(await GetDesiredAsync(cluster, cancel), discovery, _settings.Namespace), discovery, _settings.Namespace);
        var version = await GetVersionAsync(cancel);
        var now = MtlsModeReader.Read(live, _settings.Namespace, install.Record is { } record ? IstioVersion.Parse(record.Description.Release) : version);
        var next = MtlsModeReader.Read(MtlsForecast.Of(live, plan, payloads), _settings.Namespace, version);
        var brought = MtlsModeReader.Read(plan.Changes.Select(item => item.Body).Concat(payloads.All.Select(item => item.Body)).Where(MtlsModeReader.IsPolicy), _settings.Namespace, version);

        var isThere = now.Policy is not null || plan.Changes.Any(item => item is { Subject: { Kind: "ConfigMap", Name: "istio" }, Live: not null });
        var mode = Mode.ToString().ToLowerInvariant();
        return (
            isThere && now.State != next.State ? $"Mutual TLS switches from {now.Word} to {next.Word} (now: {now.Evidence})" : null,
            next.Is(Mode, brought) ? null : $"Mutual TLS will be {next.Word}, not {mode}: {next.Evidence}.{(next.Removal is { } removal ? $" This install leaves that policy as it is. To have it {mode}: {removal}, then run again." : "")}");
    }
}
