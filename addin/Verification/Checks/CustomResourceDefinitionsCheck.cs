namespace Cake.Istio.Verification.Checks;

/// <summary>Every CustomResourceDefinition of the release is Established and its names are accepted (kstatus).</summary>
internal static class CustomResourceDefinitionsCheck
{
    public const string Kind = "CustomResourceDefinition";

    public static Finding Run(MeshSnapshot mesh)
    {
        var pairs = mesh.Pairs(o => o.Kind == Kind);
        var problems = ReadinessProblems.Of(pairs);
        var title = $"{pairs.Count - problems.Count} of {pairs.Count} custom resource definitions are established";
        return problems.Count == 0
            ? Finding.Passed("crds-established", title)
            : Finding.Failed("crds-established", title, "Run --target=InstallCrds", problems);
    }
}
