using System.Text.RegularExpressions;

namespace Cake.Istio.Manifests.Images;

/// <summary>A container image's name, in the parts that a registry knows.</summary>
/// <remarks>The grammar of github.com/distribution/reference: without a registry it is <c>docker.io</c>, without a path there <c>library/</c>.</remarks>
/// <param name="Registry">The registry, such as <c>docker.io</c> or <c>localhost:5000</c>.</param>
/// <param name="Repository">The path in the registry, such as <c>istio/pilot</c>.</param>
/// <param name="Tag">The tag, or null.</param>
/// <param name="Digest">The digest, such as <c>sha256:…</c>, or null.</param>
public sealed partial record ImageReference(string Registry, string Repository, string? Tag, string? Digest)
{
    private const string DefaultRegistry = "docker.io";

    /// <summary>The last part of the repository, such as <c>pilot</c>.</summary>
    public string Name => Repository[(Repository.LastIndexOf('/') + 1)..];

    /// <summary>What stands before the name, such as <c>docker.io/istio</c>: what Istio calls a hub.</summary>
    public string Hub => Repository.Length == Name.Length ? Registry : $"{Registry}/{Repository[..(Repository.Length - Name.Length - 1)]}";

    /// <summary>Reads a reference, or gives null where the text is none.</summary>
    /// <param name="text">The text.</param>
    public static ImageReference? TryParse(string? text)
    {
        if (text is null || Grammar().Match(text) is not { Success: true } match)
            return null;
        var (path, tag, digest) = (match.Groups["path"].Value, Value(match, "tag"), Value(match, "digest"));
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && IsRegistry(path[..slash]))
            return new(path[..slash], path[(slash + 1)..], tag, digest);
        return OnDefaultRegistry(path, tag, digest, slash < 0 ? "library/" : "");
    }

    /// <summary>The same image in another place: its name, tag and digest stay.</summary>
    /// <param name="hub">The registry and the path in it, such as <c>registry.example.com/mesh</c>.</param>
    /// <exception cref="ArgumentException">That is no such place.</exception>
    public ImageReference In(string hub) =>
        TryParse($"{hub}/{Name}") is { } moved ? moved with { Tag = Tag, Digest = Digest } : throw new ArgumentException($"'{hub}' is no registry.", nameof(hub));

    /// <summary>Gives the full name, with registry.</summary>
    public override string ToString() => $"{Registry}/{Repository}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";

    private static ImageReference? OnDefaultRegistry(string path, string? tag, string? digest, string prefix) =>
        !path.Any(char.IsUpper) && !path.Contains(':', StringComparison.Ordinal) ? new(DefaultRegistry, prefix + path, tag, digest) : null;

    private static bool IsRegistry(string part) => part == "localhost" || part.Contains('.', StringComparison.Ordinal) || part.Contains(':', StringComparison.Ordinal);

    private static string? Value(Match match, string group) => match.Groups[group] is { Success: true } found ? found.Value : null;

    [GeneratedRegex(
        """\A(?<path>([A-Za-z0-9]+(-+[A-Za-z0-9]+)*(\.[A-Za-z0-9]+(-+[A-Za-z0-9]+)*)*(:[0-9]+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*)(:(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(@(?<digest>[a-z0-9]+:[0-9a-f]{32,}))?\z""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Grammar();
}
