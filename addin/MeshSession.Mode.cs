using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private const string ModeOption = "mode";

    /// <summary>The mode that this session installs: the settings', or that of the revision that is installed again.</summary>
    private MtlsMode Mode => Enum.TryParse<MtlsMode>(_description?.Options.GetValueOrDefault(ModeOption), ignoreCase: true, out var kept) ? kept : _settings.Mode;

    // Nothing else in a plan shows at a glance that workloads without a sidecar lose or get back their way in.
    private async Task<IReadOnlyList<string>> ModeNotesAsync(ClusterConnection cluster, Plan plan, CancellationToken cancel)
    {
        if (plan.IsEmpty)
            return [];
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var live = await LiveObjects.ReadAsync(cluster, MtlsModeReader.Places(discovery, _settings.Namespace), cancel);
        return MtlsModeReader.Find(live, _settings.Namespace) is { } now && now.Mode != Mode
            ? [$"Mutual TLS switches from {now.Mode.ToString().ToLowerInvariant()} to {Mode.ToString().ToLowerInvariant()} (now: {now.Evidence})"]
            : [];
    }
}
