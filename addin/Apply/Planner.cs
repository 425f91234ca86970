using System.Text.Json.Nodes;
using Cake.Istio.Apply.ClientSide;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Removal;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>Finds out what an install would change: reads live objects, compares, and asks the server by dry run where that is not enough.</summary>
internal sealed class Planner(ClusterConnection cluster, PlannerOptions options)
{
    private readonly WebhookRefusals _refusals = new(cluster);

    private OwnServices _own = OwnServices.None;

    /// <summary>Makes the plan; persists nothing.</summary>
    /// <param name="desired">The objects of the release.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<Plan> PlanAsync(IReadOnlyList<KubeObject> desired, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var objects = DesiredObject.Match(desired, discovery, options.Namespace);
        _own = new(objects.Select(item => item.Key));
        var superseded = Superseded(objects, discovery);
        var payloads = new JobPayloads(objects, discovery, options.Namespace);
        // What a Job of this release applies is wanted too, though an earlier manifest named it: deleting it could undo what the Job has just done.
        var recorded = options.Pruning.Candidates(objects.Select(item => item.Key).Concat(payloads.All.Select(item => item.Key)).ToHashSet());
        var places = objects.Where(item => item.Resource is not null).Select(item => (item.Resource!, item.Subject.Namespace))
            .Concat(Pruning.PlacesOf(recorded, discovery))
            .Concat(superseded.Select(item => (item.Resource!, item.Subject.Namespace)))
            .Concat(payloads.Places)
            .Concat(NamespacePlace(discovery));
        var live = await LiveObjects.ReadAsync(cluster, places, cancel);
        var changes = await Task.WhenAll(objects.Select(item => PlanAsync(item, live, payloads, cancel)));
        var deletions = PlanDeletions(recorded, discovery, live);
        var orphans = await new RuntimeObjectSearch(cluster, options.Namespace).FindOrphansAsync(recorded.Where(options.Pruning.MayDelete).Select(item => item.Subject), cancel);
        PlannedChange[] all = [.. changes, .. deletions, .. PlanDeletions(superseded, deletions, live), .. orphans.Where(orphan => !deletions.Any(other => other.Key == orphan.Key))];
        return new(all)
        {
            Digest = PlanDigest.Of(all),
            Live = live,
            Kept = [.. recorded.Where(item => !options.Pruning.MayDelete(item) && live.Find(item.Key) is not null)],
            PruneRefusal = options.Pruning.Refusal(deletions.Count),
        };
    }

    private IReadOnlyList<PlannedChange> PlanDeletions(IEnumerable<RecordedObject> recorded, ApiDiscovery discovery, LiveObjects live)
    {
        var deletions =
            from item in recorded
            let found = live.Find(item.Key)
            where options.Pruning.MayDelete(item) && found is not null && Pruning.IsRecorded(item, found)
            select new PlannedChange(item.Subject, ChangeAction.Deleted)
            {
                Stage = StageOrder.StageOf(item.Subject),
                Resource = Pruning.Find(discovery, item),
                Live = found,
                Message = "the release no longer has it",
            };
        return StageOrder.ForRemoval(deletions, change => change.Subject);
    }

    private IReadOnlyList<DesiredObject> Superseded(IReadOnlyList<DesiredObject> desired, ApiDiscovery discovery) => options.Pruning.IsOn
        ? [.. DesiredObject.Match(options.Superseded, discovery, options.Namespace).Where(item => item.Resource is not null).ExceptBy(desired.Select(item => item.Key), item => item.Key)]
        : [];

    private static IEnumerable<PlannedChange> PlanDeletions(IReadOnlyList<DesiredObject> superseded, IReadOnlyList<PlannedChange> others, LiveObjects live) =>
        from item in superseded
        let found = live.Find(item.Key)
        where found is not null && JobPayloads.IsAsMade(item.Body, found) && !others.Any(other => other.Key == item.Key)
        select new PlannedChange(item.Subject, ChangeAction.Deleted)
        {
            Stage = StageOrder.StageOf(item.Subject),
            Resource = item.Resource,
            Live = found,
            Message = "left by a Job of the other mode",
        };

    // Whether a namespace is still to come is asked even where the release does not bring it.
    private static IEnumerable<(ApiResource Resource, string? Namespace)> NamespacePlace(ApiDiscovery discovery) =>
        discovery.Find("v1", "Namespace") is { } namespaces ? [(namespaces, null)] : [];

    private async Task<PlannedChange> PlanAsync(DesiredObject desired, LiveObjects live, JobPayloads payloads, CancellationToken cancel)
    {
        var change = new PlannedChange(desired.Subject, ChangeAction.Created)
        {
            Stage = StageOrder.StageOf(desired.Subject),
            Source = desired.Source,
            Body = desired.Body,
            Resource = desired.Resource,
            Live = live.Find(desired.Key),
            Needs = desired.Needs,
        };
        if (!desired.IsKindKnown)
            return change.Refused(NotServed(desired));
        if (change.Live?["metadata"]?["deletionTimestamp"] is not null)
            return desired.Subject.Kind == "Namespace" ? change.Refused(Terminating(desired)) : change with { Mode = WriteMode.Recreate, Message = "once the old one is gone" };
        try
        {
            return change.Live is null ? await PlanCreateAsync(change, live, cancel) : await PlanUpdateAsync(change, change.Live, payloads.Missing(change.Key, live), cancel);
        }
        catch (ApiException refusal) when (WebhookFailure.Read(refusal.Status) is { } failure)
        {
            return change.Refused(await _refusals.OfAsync(failure, cancel));
        }
    }

    private async Task<PlannedChange> PlanUpdateAsync(PlannedChange change, JsonObject live, ObjectRef? missing, CancellationToken cancel)
    {
        var planned = await PlanFieldsAsync(change, live, cancel);
        if (planned.Action != ChangeAction.Unchanged || !Refusal.IsFinishedJob(live))
            return planned;
        // A Job that has ended never runs again, whatever has been put right or has gone since: only a new one can.
        var again = planned with { Action = ChangeAction.Configured, Mode = WriteMode.Recreate };
        if (Refusal.IsFailedJob(live))
            return again with { Message = "the failed Job is deleted and runs again" };
        return missing is null ? planned : again with { Message = $"{missing}, which it applied, is gone: the Job is deleted and runs again" };
    }

    private async Task<PlannedChange> PlanCreateAsync(PlannedChange change, LiveObjects live, CancellationToken cancel)
    {
        var isNamespaceThere = change.Subject.Namespace is not { } ns || live.Find(new("", "Namespace", null, ns)) is not null;
        if (change.Resource is null || !isNamespaceThere)
            return change;
        try
        {
            await DryRunAsync(change, force: false, cancel);
            return change;
        }
        catch (ApiException refusal) when (refusal.Status.Code is 400 or 422)
        {
            return change.Refused(Refusal.Of(refusal.Status, exists: false));
        }
        catch (ApiException refusal) when (refusal.Status.Code is 400 or 403 or 404 or 409)
        {
            // What is refused may need an object that the same install creates first, such as the role of a binding.
            return change with { Denial = DenialOf(refusal) };
        }
    }

    private async Task<PlannedChange> PlanFieldsAsync(PlannedChange change, JsonObject live, CancellationToken cancel)
    {
        var isClientSide = await cluster.KubectlAsync(cancel) is { IsServerSide: false };
        var released = isClientSide ? ClientSideOwnership.Apply(change.Body, live, options.KeepGateway) : OwnershipRules.Apply(change.Body, live, options.KeepGateway);
        var migrates = !isClientSide && OwnershipMigration.Patch(change.Body, live, options.Adopt) is not null;
        var differences = isClientSide ? ClientSideComparison.Compare(change.Body, live) : LiveComparison.Compare(change.Body, live);
        change = change with { Released = released, Action = ChangeAction.Unchanged };
        if (differences.Count == 0 && !migrates)
            return change;

        var decision = new UpdateDecision(change with { Mode = migrates ? WriteMode.Migrate : WriteMode.Apply, Adopt = options.Adopt }, live, differences, options);
        try
        {
            return decision.ByAnswer(await DryRunAsync(change, force: false, cancel));
        }
        catch (ApiException refusal) when (FieldConflict.IsIn(refusal.Status))
        {
            var conflicts = FieldConflict.Read(refusal.Status);
            return decision.MayForce(conflicts)
                ? await PlanForcedUpdateAsync(change, decision, conflicts, cancel)
                : await PlanConflictAsync(change, decision, refusal.Status, cancel);
        }
        catch (ApiException refusal) when (refusal.Status.Code is 400 or 403 or 422)
        {
            return decision.ByRefusal(refusal.Status) with { Denial = DenialOf(refusal) };
        }
    }

    private async Task<PlannedChange> PlanForcedUpdateAsync(
        PlannedChange change, UpdateDecision decision, IReadOnlyList<FieldConflict> conflicts, CancellationToken cancel)
    {
        try
        {
            return decision.ByForcedAnswer(await DryRunAsync(change, force: true, cancel), conflicts);
        }
        catch (ApiException refusal) when (refusal.Status.Code is 400 or 403 or 422)
        {
            return decision.ByRefusal(refusal.Status) with { Denial = DenialOf(refusal) };
        }
    }

    // Who gets the fields does not matter where another one cannot be changed at all.
    private async Task<PlannedChange> PlanConflictAsync(PlannedChange change, UpdateDecision decision, ApiStatus conflict, CancellationToken cancel)
    {
        try
        {
            await DryRunAsync(change, force: true, cancel);
        }
        catch (ApiException refusal)
        {
            if (Refusal.OfImmutable(refusal.Status) is not null && !Refusal.IsFinishedJob(change.Live!))
                return decision.ByRefusal(refusal.Status);
        }

        return decision.ByRefusal(conflict);
    }

    private static ApiStatus? DenialOf(ApiException refusal) => refusal.Status.Code == 403 ? refusal.Status : null;

    // Where the server applies it is asked itself, whoever writes later: it names every conflict, and answers many questions at once.
    private async Task<JsonObject> DryRunAsync(PlannedChange change, bool force, CancellationToken cancel)
    {
        var ask = new ApplyOptions { FieldManager = FieldManager.Installer, DryRun = true, Force = force };
        try
        {
            return await cluster.KubectlAsync(cancel) is { IsServerSide: false } kubectl
                ? await kubectl.ApplyAsync(change.Body, ask, cancel)
                : (await cluster.ApplyAsync(change.Resource!, change.Body, ask, cancel)).Json;
        }
        catch (ApiException refusal) when (IsDryRunUnsupported(refusal.Status) || _own.Answer(refusal.Status))
        {
            // Nobody knows better; what answers for the mesh's own webhook is brought back by the install itself.
            return change.Body;
        }
    }

    // A webhook that has side effects it does not declare; the server refuses every dry run that it would see.
    private static bool IsDryRunUnsupported(ApiStatus status) => status.Message.Contains("does not support dry run", StringComparison.Ordinal);

    private static Refusal NotServed(DesiredObject desired) => new(
        ErrorCode.KindNotServed,
        $"{desired.Subject.ApiVersion} {desired.Subject.Kind} is neither served by the cluster nor defined by the release",
        "Install what defines the kind in this version, rewrite a version that is gone with --upgrade-apis=true, or choose a release that fits the cluster.");

    private static Refusal Terminating(DesiredObject desired) => new(
        ErrorCode.NamespaceTerminating,
        "the namespace is being deleted",
        $"Wait until it is gone: kubectl wait --for=delete namespace/{desired.Subject.Name}; what holds it is in its status: kubectl get namespace {desired.Subject.Name} -o yaml");
}
