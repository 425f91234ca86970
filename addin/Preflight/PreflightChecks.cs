using Cake.Istio.Apply.Inventory;
using Cake.Istio.Gateway;
using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight;

/// <summary>Every check, in the order in which findings are shown: what stops an install first.</summary>
internal static class PreflightChecks
{
    /// <summary>Judges a scene.</summary>
    public static IReadOnlyList<Finding> Run(PreflightScene scene) =>
    [
        ServedApisCheck.Check(scene.Objects, scene.Discovery.IsServed, scene.Kubernetes),
        NamespaceCheck.Check(scene.Settings.Namespace, scene.Namespace, scene.Changes),
        PermissionsCheck.Check(scene),
        .. scene.PlanDenial is null ? RunPlan(scene) : [],
        UpgradePathCheck.Check(InstalledRelease.Find(scene.Record, scene.Facts.Deployments), scene.Release, scene.Kubernetes, scene.HasEarlierRevision),
        KubernetesVersionCheck.Check(scene.Release, scene.Kubernetes),
        DeprecatedApisCheck.Check(scene.Objects, scene.Discovery.IsServed, scene.Kubernetes),
        .. scene.IsWriting ? RunSurroundings(scene) : [],
    ];

    // Without a plan nobody knows what is there.
    private static IEnumerable<Finding> RunPlan(PreflightScene scene) =>
    [
        OwnershipCheck.Check(scene.Changes, scene.Record, scene.Settings.Adopt),
        DryRunsCheck.Check(scene.Changes),
        .. DefinitionsCheck.Check(scene.Changes),
        RefusalsCheck.Check(scene.Changes, scene.Record, scene.Settings),
        PruneLimitCheck.Check(scene.Changes, scene.PruneRefusal),
    ];

    // What the user may not list would be judged as if it were not there.
    private static IEnumerable<Finding> RunSurroundings(PreflightScene scene)
    {
        var (facts, changes, ns) = (scene.Facts, scene.Changes, scene.Settings.Namespace);
        yield return VisibilityCheck.Check(facts);
        if (facts.Shows("nodes") && facts.Shows("pods"))
        {
            foreach (var finding in CapacityCheck.Check(Demand.Of(changes, ns, facts.LimitRanges), NodeRoom.Of(facts.Nodes, facts.Pods)))
                yield return finding;
        }

        if (facts.Shows("resourcequotas") && facts.Shows("limitranges"))
        {
            yield return QuotaCheck.Check(facts, changes, ns);
            yield return LimitRangeCheck.Check(facts, changes, ns);
        }

        if (facts.Shows("services"))
            yield return NodePortsCheck.Check(facts.Services, changes);
        if (facts.Shows("namespaces"))
            yield return PodSecurityCheck.Check(facts.Namespaces, changes, ns);
        if (facts.Shows("services") && facts.Shows("nodes") && facts.Shows("daemonsets"))
        {
            var provider = LoadBalancerDetection.Detect(facts.Nodes, facts.Services, [.. facts.DaemonSets, .. facts.SystemWorkloads], [.. scene.Discovery.Groups.Select(group => group.Name)]);
            yield return LoadBalancerCheck.Check(changes, provider, scene.Settings.Gateway);
        }

        yield return WebhookBackendsCheck.Check(facts, changes, ns, scene.Discovery.Resources);
        if (BecomesStrict(scene) && facts.Shows("pods") && facts.Shows("services"))
        {
            foreach (var finding in StrictMtlsCheck.Check(facts, ns))
                yield return finding;
        }
    }

    private static bool BecomesStrict(PreflightScene scene) =>
        scene.Settings.Mode == MtlsMode.Strict
        && !(scene.Record is { State: RecordState.Installed, Description: { } installed } && installed.Options.GetValueOrDefault("mode") == "strict");
}
