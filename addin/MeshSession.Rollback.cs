using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    /// <summary>
    /// Installs an earlier revision again, from the manifests that are kept in the cluster, in the way of an install: planned, locked, recorded as a new
    /// revision, waited for. Needs no release.
    /// </summary>
    /// <returns>What happened to each object.</returns>
    /// <exception cref="MeshException"><see cref="ErrorCode.NothingRecorded"/>: there is no such revision; and what an install throws.</exception>
    public async Task<ChangeSet> RollbackAsync()
    {
        await _deadline.RunAsync(async cancel => await ChooseRevisionAsync(await OpenAsync(ClusterAccess.Write), cancel));
        return await InstallMeshAsync();
    }

    /// <summary>Makes a kept revision what this session installs from here on.</summary>
    private async Task<Revision> ChooseRevisionAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        var record = await new RecordStore(cluster, _settings.Namespace).ReadAsync(cancel) ?? throw NothingRecorded("nothing to roll back");
        var store = new RevisionStore(cluster, _settings.Namespace);
        var revision = await store.ReadAsync(await ChooseRevisionAsync(store, record, cancel), cancel);
        await ForgetInstallAsync();
        _description = revision.Description with { Holder = Holder, OfRevision = revision.Number };
        _desired = await UpgradeAsync(cluster, revision.Manifests, cancel);
        _log.Information("{0}", $"Revision {revision.Number}: {StatusText.Describe(revision.Description)}, installed {StatusText.Time(revision.At)} by {revision.Description.Holder}");
        return revision;
    }

    // An install that has not ended well makes no revision, so the one before it is the last that did; a rollback that has not goes on to where it went.
    private async Task<int> ChooseRevisionAsync(RevisionStore store, InstallRecord record, CancellationToken cancel)
    {
        var kept = await store.ReadListAsync(cancel);
        var goal = record.State is RecordState.Installing or RecordState.Unready ? record.Description.OfRevision : null;
        if (goal is { } begun && (_settings.ToRevision ?? begun) == begun)
        {
            // Once it is kept under its new number, the old one may be too old to be kept.
            return kept.Any(revision => revision.Number == begun) ? begun : record.Revision;
        }

        if (_settings.ToRevision is { } chosen)
            return chosen;
        var earlier = kept.Where(revision => revision.Number < record.Revision).ToList();
        return earlier.Count > 0 ? earlier[^1].Number : throw new MeshException(
            ErrorCode.NothingRecorded,
            record.Revision == 1
                ? $"Revision 1 in namespace {_settings.Namespace} is the first one: there is none before it to roll back to."
                : $"No revision before {record.Revision} is kept in namespace {_settings.Namespace}, so there is none to roll back to.",
            "Look at what is installed with --target=Status, or remove it with --target=Uninstall.");
    }

    private MeshException NothingRecorded(string so) => new(
        ErrorCode.NothingRecorded,
        $"No install is recorded in namespace {_settings.Namespace}, so there is {so}.",
        "Another namespace is chosen with --namespace, another cluster with --context.");
}
