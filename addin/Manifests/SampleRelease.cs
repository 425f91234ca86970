namespace Cake.Istio.Manifests;

/// <summary>The sample release: a stand-in for an Istio release, for rehearsals without a download.</summary>
public static class SampleRelease
{
    /// <summary>The version that its stamp gives.</summary>
    public const string Version = "1.2.2-sample";

    private const string Folder = "sample";

    /// <summary>Writes the sample release as an unpacked release, ready for <c>MeshSettings.Archive</c>. What differs is replaced; runs at the same time do not disturb one another.</summary>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The full path of the release's root.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task<string> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(folder);
        foreach (var file in ShippedFile.Below(Folder))
        {
            var path = Path.Combine(root, file.Path[(Folder.Length + 1)..]);
            var content = file.ReadBytes();
            if (File.Exists(path) && (await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().SequenceEqual(content))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var unfinished = $"{path}.{Guid.NewGuid():N}";
            await File.WriteAllBytesAsync(unfinished, content, cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }

        return root;
    }
}
