using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Removal;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    /// <summary>
    /// Removes what this installer recorded and what the control plane made at run time, webhooks first, and waits until it is gone. Custom resource
    /// definitions go with <see cref="Settings.MeshSettings.Purge"/> only, the namespace only if this installer made it and nothing of anybody else's is in it.
    /// Needs no release, but with <see cref="Settings.MeshSettings.Adopt"/> for a mesh that another tool installed.
    /// </summary>
    /// <returns>What was deleted.</returns>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.NothingRecorded"/>: this installer did not install it. <see cref="ErrorCode.RemovalFailed"/>: something is left.
    /// </exception>
    public async Task<ChangeSet> UninstallAsync()
    {
        await ForgetInstallAsync();
        return await _deadline.RunAsync(async cancel =>
        {
            var cluster = await OpenAsync(ClusterAccess.Write);
            if (await AwaitGoingNamespaceAsync(cluster, cancel))
                return ChangeSet.Empty;
            var record = await GetInstalledAsync(cluster, cancel);
            var planner = new RemovalPlanner(cluster, _settings.Namespace, _settings.Purge);
            RemovalLog.WritePlan(_log, record, await planner.PlanAsync(record, cancel), _settings.Purge);
            var changes = await new MeshRemoval(cluster, _deadline, Lock, planner, _settings.StallTimeout, new ApplyLog(_log), say => _log.Information("{0}", say)).RunAsync(record, cancel);
            _log.Information("{0}", $"Uninstalled: {changes.Counts}");
            return changes;
        });
    }

    // What comes after in this run finds another cluster than what was planned for.
    private async Task ForgetInstallAsync()
    {
        await ReleaseLockAsync();
        (_install, _hasDefinitions, _isPreflightDone) = (null, false, false);
    }

    // The record went with it: the uninstall that deleted it had removed everything else before.
    private async Task<bool> AwaitGoingNamespaceAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        var removal = new NamespaceRemoval(cluster, _deadline, _settings.Namespace);
        if (_settings.Adopt || !await removal.IsGoingAsync(cancel) || await new RecordStore(cluster, _settings.Namespace).ReadAsync(cancel) is not null)
            return false;
        _log.Information("{0}", $"Namespace {_settings.Namespace} is being deleted, and nothing is recorded in it any more; what somebody else may have left outside of it, --adopt --istio-version=<version> finds");
        await removal.RemoveAsync(cancel);
        _log.Information("{0}", $"Namespace {_settings.Namespace} deleted");
        return true;
    }

    private async Task<InstallRecord> GetInstalledAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        if (await new RecordStore(cluster, _settings.Namespace).ReadAsync(cancel) is { } record)
        {
            return !_settings.Adopt ? record : throw new MeshException(
                ErrorCode.OptionWithoutEffect,
                $"--adopt has no effect: this installer recorded what it installed in namespace {_settings.Namespace}.",
                "Leave out --adopt.");
        }

        if (!_settings.Adopt)
        {
            throw new MeshException(
                ErrorCode.NothingRecorded,
                $"No install is recorded in namespace {_settings.Namespace}, so there is nothing that is known to be this installer's.",
                "If another tool installed the mesh, name its release: --adopt --istio-version=<version> removes what that release's manifest has.");
        }

        var adopted = await AdoptedRecord.ReadAsync(cluster, await GetObjectsAsync(cancel), _settings.Namespace, await DescribeAsync(cancel), cancel);
        return adopted.Objects.Count > 0 ? adopted : throw new MeshException(
            ErrorCode.NothingRecorded,
            $"Nothing of Istio {adopted.Description.Release} is in the cluster.",
            "Choose the release that is installed with --istio-version, or another cluster with --context.");
    }
}
