using System.Diagnostics;
using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Preflight.Permissions;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio.Preflight;

/// <summary>Reads what the checks look at: once, in parallel, and only what a run that has something to write needs.</summary>
internal sealed class SceneReader(ClusterConnection cluster, MeshSettings settings, IstioVersion release)
{
    /// <summary>Reads the scene. Persists nothing.</summary>
    /// <param name="objects">The release's objects as they would be applied.</param>
    /// <param name="version">The cluster's version.</param>
    /// <param name="plan">Plans the install.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<PreflightScene> ReadAsync(
        IReadOnlyList<KubeObject> objects, ServerVersion version, Func<CancellationToken, Task<MeshInstall>> plan, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var (install, denial) = await PlanAsync(plan, cancel);
        var changes = install?.Planned.Changes ?? [.. DesiredObject.Match(objects, discovery, settings.Namespace).Select(Created)];
        var scene = new PreflightScene
        {
            Release = release,
            Settings = settings,
            Target = cluster.Target,
            Kubernetes = version,
            Discovery = discovery,
            Objects = objects,
            Changes = changes,
            Record = install?.Record,
            HasEarlierRevision = await HasEarlierRevisionAsync(install?.Record, cancel),
            Namespace = await NamespaceAsync(changes, discovery, cancel),
            PlanDenial = denial,
            PruneRefusal = install?.Planned.PruneRefusal,
        };
        return install is { IsNeeded: false } ? scene with { Missing = PermissionNeeds.None } : await ReadForWritingAsync(scene, cancel);
    }

    private static async Task<(MeshInstall? Install, ApiException? Denial)> PlanAsync(Func<CancellationToken, Task<MeshInstall>> plan, CancellationToken cancel)
    {
        try
        {
            return (await plan(cancel), null);
        }
        catch (ApiException denial) when (denial.Status.Code == 403)
        {
            return (null, denial);
        }
    }

    private async Task<PreflightScene> ReadForWritingAsync(PreflightScene scene, CancellationToken cancel)
    {
        var isKubectl = settings.Engine == ApplyEngine.Kubectl || !scene.Kubernetes.HasServerSideApply;
        var needs = PermissionNeeds.Of(scene.Changes, settings.Namespace, new(settings.Wait, Lists: scene.PlanDenial is not null, Gets: isKubectl));
        var missing = new PermissionReview(cluster).MissingAsync(needs, cancel);
        var handed = HandedOut.Of(scene.Changes, ns => scene.PlanDenial is null && (ns is null || IsThere(ns, scene)));
        var escalations = new EscalationReview(cluster).MissingAsync(handed, cancel);
        var facts = new FactReader(cluster, scene.Discovery).ReadAsync(settings.Namespace, settings.Mode == MtlsMode.Strict, cancel);
        await Task.WhenAll(missing, escalations, facts);
        return scene with { IsWriting = true, Asked = needs.Count, Missing = await missing, Escalations = await escalations, Facts = await facts };
    }

    private bool IsThere(string ns, PreflightScene scene) => ns == settings.Namespace
        ? scene.Namespace is not null
        : !scene.Changes.Any(change => change is { Subject: { Group: "", Kind: "Namespace" }, Live: null } && change.Subject.Name == ns);

    private async Task<bool> HasEarlierRevisionAsync(InstallRecord? record, CancellationToken cancel)
    {
        if (record is null || !(InstalledRelease.Find(record, [])?.Version > release))
            return false;
        try
        {
            return (await new RevisionStore(cluster, settings.Namespace).ReadNumbersAsync(cancel)).Any(number => number < record.Revision);
        }
        catch (ApiException denial) when (denial.Status.Code == 403)
        {
            // Who may not read revisions cannot roll back either.
            return false;
        }
    }

    // A release that does not bring its namespace leaves the question open.
    private async Task<JsonObject?> NamespaceAsync(IReadOnlyList<PlannedChange> changes, ApiDiscovery discovery, CancellationToken cancel)
    {
        if (changes.FirstOrDefault(change => change.Subject.Kind == "Namespace" && change.Subject.Name == settings.Namespace) is { Live: { } live })
            return live;
        var namespaces = discovery.Find("v1", "Namespace") ?? throw new UnreachableException("every API server serves v1 Namespace");
        try
        {
            return await cluster.GetAsync(namespaces, null, settings.Namespace, cancel);
        }
        catch (ApiException denial) when (denial.Status.Code == 403)
        {
            return null;
        }
    }

    private static PlannedChange Created(DesiredObject desired) => new(desired.Subject, ChangeAction.Created)
    {
        Stage = StageOrder.StageOf(desired.Subject),
        Source = desired.Source,
        Body = desired.Body,
        Resource = desired.Resource,
    };
}
