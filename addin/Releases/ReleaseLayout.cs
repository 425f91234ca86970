using Cake.Istio.Errors;

namespace Cake.Istio.Releases;

/// <summary>Where an unpacked release has what an install needs. Found by looking, not by the version. All paths are absolute.</summary>
/// <param name="Era">The release's shape.</param>
/// <param name="CrdFiles">The files with its CustomResourceDefinitions, in the order of their names; empty for an unknown newer shape.</param>
/// <param name="PermissiveManifest">The ready manifest for permissive mTLS, or null.</param>
/// <param name="StrictManifest">The ready manifest for strict mTLS, or null.</param>
/// <param name="NeedsIstioctl">Whether the manifests come from the release's own istioctl.</param>
/// <param name="Istioctl">The release's istioctl for this platform, or null where it has none.</param>
public sealed record ReleaseLayout(
    ReleaseEra Era,
    IReadOnlyList<string> CrdFiles,
    string? PermissiveManifest,
    string? StrictManifest,
    bool NeedsIstioctl,
    string? Istioctl)
{
    internal static ReleaseLayout Probe(string root, IstioVersion version, ReleasePlatform platform)
    {
        var istioctl = Existing(root, $"bin/{platform.IstioctlName}");
        var facts = ReleaseEraFacts.All.FirstOrDefault(era => era.Has.All(path => Exists(root, path)) && !era.Lacks.Any(path => Exists(root, path)))
            ?? (KubernetesSupport.Knows(version) || istioctl is null ? throw Unknown(root) : ReleaseEraFacts.Newest);
        return new ReleaseLayout(
            facts.Era,
            [.. facts.Crds.SelectMany(pattern => Files(root, pattern))],
            Existing(root, facts.Permissive),
            Existing(root, facts.Strict),
            facts.NeedsIstioctl,
            istioctl);
    }

    private static IEnumerable<string> Files(string root, string pattern)
    {
        var folder = Path.Combine(root, Path.GetDirectoryName(pattern)!);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal) : [];
    }

    private static bool Exists(string root, string path) => Path.Exists(Path.Combine(root, path));

    private static string? Existing(string root, string? path) => path is not null && Exists(root, path) ? Path.GetFullPath(Path.Combine(root, path)) : null;

    // Measured by the shapes that come nearest: those with the least missing of what there are parts of.
    private static string Fault(string root)
    {
        var nearest = ReleaseEraFacts.All
            .Where(era => era.Has.Any(path => Exists(root, path)))
            .GroupBy(era => era.Has.Count(path => !Exists(root, path)))
            .MinBy(eras => eras.Key);
        if (nearest is null)
            return $"it has neither {ReleaseEraFacts.Demo} nor {ReleaseEraFacts.BaseCrds}";
        string List(Func<ReleaseEraFacts, IEnumerable<string>> paths, string and) => string.Join($" {and} ", nearest.SelectMany(paths).Distinct(StringComparer.Ordinal));
        var present = List(era => era.Has.Where(path => Exists(root, path)), "and");
        return nearest.Key > 0
            ? $"it has {present}, but not {List(era => era.Has.Where(path => !Exists(root, path)), "or")}"
            : $"it has {present} and {List(era => era.Lacks.Where(path => Exists(root, path)), "and")}, which no release has side by side";
    }

    private static MeshException Unknown(string root) => new(
        ErrorCode.NotARelease,
        $"'{root}' is not a complete Istio release: {Fault(root)}.",
        "Use a release archive (istio-<version>-<platform>), not the source code and not the istioctl-only archive.");
}
