namespace Cake.Istio.Verification.Checks;

/// <summary>Every Deployment, DaemonSet and StatefulSet of the release has finished its rollout.</summary>
internal static class WorkloadsCheck
{
    public static Finding Run(MeshSnapshot mesh)
    {
        var pairs = mesh.Pairs(o => o.Kind is "Deployment" or "DaemonSet" or "StatefulSet");
        var problems = ReadinessProblems.Of(pairs);
        var title = $"{pairs.Count - problems.Count} of {pairs.Count} workloads are rolled out";
        return problems.Count == 0
            ? Finding.Passed("workloads-ready", title)
            : Finding.Failed("workloads-ready", title, $"kubectl -n {mesh.Settings.Namespace} get pods", problems);
    }
}
