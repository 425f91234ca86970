using System.Numerics;

namespace Cake.Istio.Sandbox.Controllers.Quotas;

/// <summary>Keeps the status of ResourceQuotas: what there may be and what there is.</summary>
internal sealed class QuotaController(IClusterState state, Func<IEnumerable<StoredObject>> everything, WriteExecutor writes) : IController
{
    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("resourcequota-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } =
        [Resources.ResourceQuotas, Resources.Pods, Resources.Services, Resources.ConfigMaps, Resources.Secrets, Resources.Deployments, Resources.Jobs];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => change.Resource == Resources.ResourceQuotas
        ? [new ObjectKey(change.Namespace, change.Name)]
        : state.List(Resources.ResourceQuotas, change.Namespace).Select(quota => new ObjectKey(change.Namespace, quota.Name()));

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.ResourceQuotas, key.Namespace, key.Name) is not { } quota)
            return null;
        var used = QuotaUsage.Of(everything().Where(item => item.Namespace == key.Namespace).Select(item => (item.Resource, item.Read())));
        var status = quota.StatusCopy();
        var hard = quota.Map("spec", "hard");
        status["hard"] = quota.Copy("spec", "hard");
        status["used"] = new JsonObject(hard.Keys.Select(name =>
            new KeyValuePair<string, JsonNode?>(name, QuotaUsage.Write(name, used.GetValueOrDefault(name, BigInteger.Zero)))));
        await writes.ApplyAsync(StatusWrite.To(Resources.ResourceQuotas, quota, status), cancellationToken);
        return null;
    }
}
