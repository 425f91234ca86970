namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>How many pods each ReplicaSet of a Deployment is to have next. Old ones are given oldest first.</summary>
internal static class RollingUpdate
{
    /// <summary>The size of the ReplicaSet of the current template.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="current">Its size now.</param>
    /// <param name="old">The other ReplicaSets.</param>
    /// <param name="oldPodsRun">Whether Pods of older templates still run, be it that they are going.</param>
    public static long NewReplicas(DeploymentSpec deployment, long current, IReadOnlyList<ReplicaSetView> old, bool oldPodsRun)
    {
        if (deployment.IsRecreate)
            return oldPodsRun || old.Any(item => item.Replicas > 0) ? current : deployment.Replicas;
        var room = deployment.Replicas + deployment.MaxSurge - current - old.Sum(item => item.Replicas);
        return current >= deployment.Replicas ? deployment.Replicas
            : room <= 0 ? current
            : current + Math.Min(room, deployment.Replicas - current);
    }

    /// <summary>The sizes of the old ReplicaSets that are to shrink.</summary>
    public static IReadOnlyDictionary<string, long> OldReplicas(DeploymentSpec deployment, ReplicaSetView current, IReadOnlyList<ReplicaSetView> old)
    {
        var next = old.ToDictionary(item => item.Name, item => item.Replicas, StringComparer.Ordinal);
        if (deployment.IsRecreate)
            return old.ToDictionary(item => item.Name, _ => 0L, StringComparer.Ordinal);
        var minimum = deployment.Replicas - deployment.MaxUnavailable;
        var room = current.Replicas + old.Sum(item => item.Replicas) - minimum - (current.Replicas - current.Available);
        if (room <= 0)
            return next;

        // Pods that never became available go first: they cost nothing.
        foreach (var item in old)
        {
            var step = Math.Min(room, Math.Max(0, item.Replicas - item.Available));
            next[item.Name] -= step;
            room -= step;
        }
        var spare = current.Available + old.Sum(item => item.Available) - minimum;
        foreach (var item in old)
        {
            var step = Math.Clamp(spare, 0, next[item.Name]);
            next[item.Name] -= step;
            spare -= step;
        }
        return next;
    }
}
