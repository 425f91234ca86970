namespace Cake.Istio.Sandbox.Server;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces the file's content in one step.</summary>
    public static void Write(string path, string content)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.tmp";
        using (var writer = new StreamWriter(Create(unfinished)))
            writer.Write(content);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Makes an empty file, or empties the one that is there.</summary>
    public static FileStream Create(string path, FileShare share = FileShare.Read, int bufferSize = 1 << 16)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = share, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
