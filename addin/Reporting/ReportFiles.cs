using Cake.Istio.Errors;

namespace Cake.Istio.Reporting;

/// <summary>The files that a run leaves for people and programs.</summary>
internal static class ReportFiles
{
    /// <summary>Writes files, and makes the folder where it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">Each file's name and content.</param>
    /// <param name="cancel">Ends the writing.</param>
    /// <returns>The paths written.</returns>
    /// <exception cref="MeshException"><see cref="ErrorCode.ReportFailed"/>.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder, IReadOnlyList<(string Name, string Content)> files, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, content) in files)
                await File.WriteAllTextAsync(Path.Combine(folder, name), content, cancel);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new MeshException(ErrorCode.ReportFailed, $"{string.Join(", ", files.Select(file => file.Name))} cannot be written: {cause.Message}", "Give another folder with --report", innerException: cause);
        }

        return [.. files.Select(file => Path.Combine(folder, file.Name))];
    }
}
