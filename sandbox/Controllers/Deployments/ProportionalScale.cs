namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>A change of a Deployment's size in the middle of a rollout, or while it is paused: each ReplicaSet grows or shrinks by its share.</summary>
internal static class ProportionalScale
{
    /// <summary>Whether the Deployment's size changed since it last scaled its ReplicaSets.</summary>
    public static bool IsDue(DeploymentSpec deployment, IEnumerable<ReplicaSetView> all) =>
        !deployment.IsRecreate && all.Any(item => item.Replicas > 0 && item.Desired is { } desired && desired != deployment.Replicas);

    /// <summary>The next sizes by name, of those that are to change.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="current">The ReplicaSet of the current template; null when there is none.</param>
    /// <param name="old">The others, oldest first.</param>
    public static IReadOnlyDictionary<string, long> Sizes(DeploymentSpec deployment, ReplicaSetView? current, IReadOnlyList<ReplicaSetView> old)
    {
        var all = old.Concat(current is null ? [] : [current]).ToArray();
        var active = all.Where(item => item.Replicas > 0).ToArray();
        if (active.Length <= 1)
        {
            var only = active.Length == 1 ? active[0] : current ?? (old.Count > 0 ? old[^1] : null);
            return only is null ? new Dictionary<string, long>(StringComparer.Ordinal) : new Dictionary<string, long>(StringComparer.Ordinal) { [only.Name] = deployment.Replicas };
        }
        return current is not null && current.Replicas == deployment.Replicas && current.Available == deployment.Replicas
            ? all.ToDictionary(item => item.Name, item => item == current ? deployment.Replicas : 0, StringComparer.Ordinal)
            : Share(deployment, active);
    }

    private static Dictionary<string, long> Share(DeploymentSpec deployment, ReplicaSetView[] active)
    {
        var allowed = deployment.Replicas > 0 ? deployment.Replicas + deployment.MaxSurge : 0;
        var toAdd = allowed - active.Sum(item => item.Replicas);
        var ordered = (toAdd > 0 ? active.OrderByDescending(item => item.Replicas) : active.OrderBy(item => item.Replicas)).ToArray();
        var next = ordered.ToDictionary(item => item.Name, item => item.Replicas, StringComparer.Ordinal);
        var left = toAdd;
        foreach (var item in ordered)
        {
            var before = item.Max > 0 ? item.Max : Math.Max(1, item.Desired ?? item.Replicas);
            var fraction = (long)Math.Round((double)item.Replicas * allowed / before, MidpointRounding.AwayFromZero) - item.Replicas;
            var step = toAdd > 0 ? Math.Clamp(fraction, 0, Math.Max(0, left)) : Math.Clamp(fraction, Math.Min(0, left), 0);
            next[item.Name] += step;
            left -= step;
        }
        if (ordered.Length > 0)
            next[ordered[0].Name] = Math.Max(0, next[ordered[0].Name] + left);
        return next;
    }
}
