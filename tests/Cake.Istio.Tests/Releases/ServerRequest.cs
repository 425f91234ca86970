namespace Cake.Istio.Tests.Releases;

/// <summary>What <see cref="ArchiveServer"/> was asked.</summary>
internal sealed record ServerRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}
