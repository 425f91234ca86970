using System.Reflection;

namespace Cake.Istio.Manifests;

/// <summary>A file of the repository's <c>manifests/</c> folder; the addin carries them inside itself and so stands alone.</summary>
/// <param name="Path">The path below <c>manifests/</c>, with <c>/</c>.</param>
internal sealed record ShippedFile(string Path)
{
    private const string Prefix = "manifests/";

    private static Assembly Assembly => typeof(ShippedFile).Assembly;

    /// <summary>The files below a folder of <c>manifests/</c>.</summary>
    internal static IEnumerable<ShippedFile> Below(string folder) =>
        from name in Assembly.GetManifestResourceNames()
        let path = name.Replace('\\', '/')
        where path.StartsWith($"{Prefix}{folder}/", StringComparison.Ordinal)
        orderby path
        select new ShippedFile(path[Prefix.Length..]);

    /// <summary>The file's bytes.</summary>
    /// <exception cref="FileNotFoundException">No such file is shipped.</exception>
    internal byte[] ReadBytes()
    {
        var name = Assembly.GetManifestResourceNames().FirstOrDefault(n => string.Equals(n.Replace('\\', '/'), Prefix + Path, StringComparison.Ordinal));
        using var stream = name is null ? null : Assembly.GetManifestResourceStream(name);
        if (stream is null)
            throw new FileNotFoundException($"The addin carries no file '{Path}'.", Path);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The objects in the file.</summary>
    /// <exception cref="FileNotFoundException">No such file is shipped.</exception>
    internal IReadOnlyList<KubeObject> ReadObjects() => ManifestReader.Parse(ReadText(), Prefix + Path).Objects;

    /// <summary>The file's text.</summary>
    /// <exception cref="FileNotFoundException">No such file is shipped.</exception>
    internal string ReadText() => ManifestText.Decode(ReadBytes(), Prefix + Path);
}
