using Cake.Istio.Sandbox.Controllers.Nodes;

namespace Cake.Istio.Sandbox.Controllers.Bootstrap;

/// <summary>Makes sure that the cluster has its system objects when it starts.</summary>
internal sealed class ClusterBootstrap(IClusterState state, ResourceCatalog catalog, ClusterWriter writer)
{
    private static readonly ControllerIdentity Identity = new("kube-apiserver", "kube-apiserver", new Admission.UserInfo("system:apiserver", ["system:masters", "system:authenticated"]));

    /// <summary>Creates what is missing.</summary>
    public async Task EnsureAsync(string kubernetesVersion, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var wanted in SystemObjects.All(kubernetesVersion, now))
        {
            if (catalog.Find(wanted.Resource) is null || state.Get(wanted.Resource, wanted.Value.Namespace(), wanted.Value.Name()) is not null)
                continue;
            var created = await writer.CreateAsync(wanted.Resource, wanted.Value, Identity, cancellationToken);
            // The first Pod finds nodes that have long been ready.
            if (wanted.Resource == Resources.Nodes && NodeTaints.Renew(created, now) is { } ready)
                await writer.ReplaceAsync(Resources.Nodes, ready, null, NodeController.Identity, cancellationToken);
        }
    }
}
