using System.Collections.Concurrent;
using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Mesh;

/// <summary>
/// The post-install Jobs of 1.1 to 1.3, which apply the <c>custom-resources.yaml</c> of a ConfigMap with kubectl (<c>MeshPolicy</c> and the like). The objects are
/// there before the Job is complete, as with a real Job.
/// </summary>
internal sealed class PostInstallController(IClusterState state, ClusterWriter writer, ResourceCatalog catalog) : IController
{
    private const string FileName = "custom-resources.yaml";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    // Whether the work of a Job that was seen running is done.
    private readonly ConcurrentDictionary<string, bool> _done = new(StringComparer.Ordinal);

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Jobs];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => change.Type == StateChangeType.Added ? [new ObjectKey(change.Namespace, change.Name)] : [];

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Jobs, key.Namespace, key.Name) is not { } job || ConfigMapOf(job) is not { } name)
            return null;
        // A Job that is complete when it is first seen has done its work before this process began.
        if (_done.GetOrAdd(job.Uid(), _ => Condition.IsTrue(job, "Complete")))
            return null;
        var file = state.Get(Resources.ConfigMaps, key.Namespace, name).Text("data", FileName) ?? throw new RetryException($"ConfigMap {name} has no {FileName} yet");
        var identity = ControllerIdentity.OfServiceAccount(
            "kubectl-client-side-apply", "kubectl", key.Namespace!, job.Text("spec", "template", "spec", "serviceAccountName") ?? "default");
        foreach (var document in YamlTree.ReadAll(file).OfType<JsonObject>())
            await ApplyAsync(document, key.Namespace!, identity, cancellationToken);
        _done[job.Uid()] = true;
        return null;
    }

    private async Task ApplyAsync(JsonObject document, string @namespace, ControllerIdentity identity, CancellationToken cancellationToken)
    {
        var kind = catalog.FindKind(document.Text("apiVersion") ?? "", document.Text("kind") ?? "")
            ?? throw new RetryException($"no matches for kind \"{document.Text("kind")}\" in version \"{document.Text("apiVersion")}\"");
        var last = document.ToJsonString();
        if (kind.Namespaced)
            document.Child("metadata")["namespace"] ??= @namespace;
        document.Annotate(LastApplied, last);
        if (state.Get(kind.Key, document.Namespace(), document.Name()) is not { } existing)
        {
            await writer.CreateAsync(kind.Key, document, identity, cancellationToken);
            return;
        }
        var next = existing.DeepClone().AsObject();
        foreach (var (field, value) in document.Where(item => item.Key is not ("metadata" or "status")))
            next[field] = value?.DeepClone();
        next.Annotate(LastApplied, last);
        await writer.ReplaceAsync(kind.Key, next, null, identity, cancellationToken);
    }

    // The command names the file below the path where a ConfigMap is mounted.
    private static string? ConfigMapOf(JsonObject job)
    {
        var spec = job.At("spec", "template", "spec");
        foreach (var container in spec.Objects("containers"))
        {
            var argument = container.Texts("command").Concat(container.Texts("args")).FirstOrDefault(text => text.EndsWith("/" + FileName, StringComparison.Ordinal));
            var volume = container.Objects("volumeMounts").FirstOrDefault(mount => mount.Text("mountPath") is { } path && argument == $"{path.TrimEnd('/')}/{FileName}").Text("name");
            if (volume is not null)
                return spec.Objects("volumes").FirstOrDefault(item => item.Text("name") == volume).Text("configMap", "name");
        }
        return null;
    }
}
