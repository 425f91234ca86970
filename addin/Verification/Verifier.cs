using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Releases;
using Cake.Istio.Settings;
using Cake.Istio.Verification.Checks;

namespace Cake.Istio.Verification;

/// <summary>Lists what stands in the cluster and holds it against the release. Reads only.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">What was to be installed, and where.</param>
/// <param name="time">The clock.</param>
/// <param name="seen">What the same run has just listed and left as it is, which is not listed again unless it is shown; or null.</param>
internal sealed class Verifier(ClusterConnection cluster, MeshSettings settings, TimeProvider time, LiveObjects? seen = null)
{
    // Looked at in every verification, whether the release has such objects itself or not.
    private static readonly (string Group, string Kind)[] AlwaysListed =
    [
        ("", "Namespace"), ("", "Pod"), ("", "Service"), ("discovery.k8s.io", "EndpointSlice"),
        (WebhooksCheck.Group, "MutatingWebhookConfiguration"), (WebhooksCheck.Group, "ValidatingWebhookConfiguration"),
    ];

    /// <summary>Runs every check.</summary>
    /// <param name="release">The release.</param>
    /// <param name="expected">The release's objects, as they were to be applied.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<VerificationReport> VerifyAsync(IstioVersion release, IReadOnlyList<KubeObject> expected, CancellationToken cancel)
    {
        var (startedAt, start) = (time.GetUtcNow(), time.GetTimestamp());
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var desired = DesiredObject.Match(expected, discovery, settings.Namespace);
        await new BundleWait(cluster, time, seen).WaitAsync(desired, cancel);

        var (live, tables) = await ListAsync(Places(desired, discovery), cancel);
        var applied = desired.Concat(new JobPayloads(desired, discovery, settings.Namespace).All).Select(item => item.Body);
        var mesh = new MeshSnapshot([.. desired.Select(item => item.Subject)], live, Unserved(desired), settings)
        {
            Release = release,
            Policies = [.. applied.Where(MtlsModeReader.IsPolicy)],
        };
        return new()
        {
            Release = $"{release}",
            Server = cluster.Target.Address,
            Namespace = settings.Namespace,
            Rehearsal = settings.Rehearsal,
            StartedAt = startedAt,
            Duration = time.GetElapsedTime(start),
            Findings =
            [
                ServedCheck.Run(mesh), CustomResourceDefinitionsCheck.Run(mesh), NamespaceCheck.Run(mesh), WorkloadsCheck.Run(mesh), .. JobsCheck.Run(mesh),
                PodsCheck.Run(mesh), .. ServicesCheck.Run(mesh), ObjectsCheck.Run(mesh), .. WebhooksCheck.Run(mesh), .. WebhookServicesCheck.Run(mesh),
                MtlsModeCheck.Run(mesh), GatewayCheck.Run(mesh),
            ],
            Tables = VerificationTables.Make(mesh, tables),
        };
    }

    private static IReadOnlyList<string> Unserved(IReadOnlyList<DesiredObject> desired) =>
    [
        .. desired.Where(item => item.Resource is null)
            .GroupBy(item => (item.Subject.ApiVersion, item.Subject.Kind))
            .Select(kind => $"{kind.Key.ApiVersion} {kind.Key.Kind}: {kind.Count()} objects"),
    ];

    private HashSet<(ApiResource Resource, string? Namespace)> Places(IReadOnlyList<DesiredObject> desired, ApiDiscovery discovery)
    {
        var own = desired.Where(item => item.Resource is not null).Select(item => (item.Resource!, item.Subject.Namespace));
        var always = AlwaysListed.Select(kind => discovery.PreferredFor(kind.Group, kind.Kind)).OfType<ApiResource>().ToList();
        var endpoints = always.Any(resource => resource.Kind == "EndpointSlice") ? null : discovery.PreferredFor("", "Endpoints");
        var mesh = (endpoints is null ? always : [.. always, endpoints]).Select(resource => (resource, resource.Namespaced ? settings.Namespace : null));
        return [.. own, .. mesh, .. MtlsModeReader.Places(discovery, settings.Namespace)];
    }

    private async Task<(LiveObjects Live, IReadOnlyDictionary<string, ServerTable> Tables)> ListAsync(
        IReadOnlyCollection<(ApiResource Resource, string? Namespace)> places, CancellationToken cancel)
    {
        var lists = new ConcurrentBag<(ApiResource, IReadOnlyList<JsonObject>)>();
        var tables = new ConcurrentDictionary<string, ServerTable>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            places,
            new ParallelOptions { MaxDegreeOfParallelism = settings.Parallelism, CancellationToken = cancel },
            async (place, token) =>
            {
                if (VerificationTables.Shows(place.Resource, place.Namespace, settings.Namespace))
                {
                    var table = await cluster.ListTableAsync(place.Resource, place.Namespace, token);
                    tables[place.Resource.Kind] = table;
                    lists.Add((place.Resource, [.. table.Rows.Select(row => row.Item)]));
                }
                else if (seen?.Covers(place) == true)
                {
                    lists.Add((place.Resource, seen.OfKind(place.Resource.Group, place.Resource.Kind, place.Namespace)));
                }
                else
                {
                    lists.Add((place.Resource, (await cluster.ListAsync(place.Resource, place.Namespace, null, token)).Items));
                }
            });
        return (LiveObjects.Of(lists), tables);
    }
}
