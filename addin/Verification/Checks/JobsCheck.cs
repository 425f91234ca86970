namespace Cake.Istio.Verification.Checks;

/// <summary>Every Job of the release is Complete; one that its TTL has removed since is a warning.</summary>
internal static class JobsCheck
{
    public static IEnumerable<Finding> Run(MeshSnapshot mesh)
    {
        var pairs = mesh.Pairs(o => o.Kind == "Job");
        if (pairs.Count == 0) yield break;
        var missing = pairs.Where(p => p.Live is null).Select(p => $"{p.Ref}: not found").ToList();
        var problems = ReadinessProblems.Of([.. pairs.Where(p => p.Live is not null)]);
        var title = $"{pairs.Count - problems.Count - missing.Count} of {pairs.Count} jobs are complete";
        if (problems.Count > 0)
            yield return Finding.Failed("jobs-complete", title, $"kubectl -n {mesh.Settings.Namespace} describe job", [.. problems, .. missing]);
        else if (missing.Count > 0)
            yield return Finding.Warning("jobs-complete", title, "Run --target=InstallMesh to run them again, if they were not cleaned up on purpose", missing);
        else
            yield return Finding.Passed("jobs-complete", title);
    }
}
