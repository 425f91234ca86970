namespace Cake.Istio.Verification.Checks;

/// <summary>Every other object of the release exists.</summary>
internal static class ObjectsCheck
{
    private static readonly HashSet<string> CheckedElsewhere =
        [CustomResourceDefinitionsCheck.Kind, "Namespace", "Deployment", "DaemonSet", "StatefulSet", "Job", "Service"];

    public static Finding Run(MeshSnapshot mesh)
    {
        var pairs = mesh.Pairs(o => !CheckedElsewhere.Contains(o.Kind));
        var missing = pairs.Where(p => p.Live is null).Select(p => $"{p.Ref}: not found").ToList();
        var title = $"{pairs.Count - missing.Count} of {pairs.Count} other objects of the release exist";
        return missing.Count == 0
            ? Finding.Passed("objects-exist", title)
            : Finding.Failed("objects-exist", title, "Run --target=InstallMesh", missing);
    }
}
