using System.Text;
using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Yaml;

namespace Cake.Istio.Cluster;

/// <summary>Reads one kubeconfig file.</summary>
/// <remarks>
/// By the reader of the manifests, because kubectl reads both alike; KubernetesClient's own reader takes a fifth of a second to warm up,
/// and knows neither token files nor proxies.
/// </remarks>
internal static class KubeconfigFile
{
    /// <summary>Reads the file; relative paths belong to its folder.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.NoKubeconfig"/>, <see cref="ErrorCode.KubeconfigInvalid"/>.</exception>
    public static async Task<Kubeconfig> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            var root = Root(await TextAsync(file, cancel), file);
            var config = new KubeconfigNode(root, "", Path.GetDirectoryName(file)!);
            return new(
                Distinct("context", [.. config.List("contexts").Select(KubeconfigContext.Read)], context => context.Name),
                Distinct("cluster", [.. config.List("clusters").Select(KubeconfigCluster.Read)], cluster => cluster.Name),
                Distinct("user", [.. config.List("users").Select(KubeconfigUser.Read)], user => user.Name),
                config.Text("current-context"));
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MeshException(
                ErrorCode.NoKubeconfig,
                $"The kubeconfig {file} does not exist.",
                "Give another one with --kubeconfig, or leave the option out to use kubectl's.",
                innerException: cause);
        }
        catch (YamlException cause)
        {
            throw Invalid(file, $"line {cause.Mark.Line}, column {cause.Mark.Column}: {cause.Message}", cause);
        }
        catch (MeshException cause) when (cause.Location is { } at)
        {
            throw Invalid(file, $"line {at.Line}, column {at.Column}: {cause.Text.TrimEnd('.')}", cause);
        }
        catch (Exception cause) when (cause is FormatException or IOException or UnauthorizedAccessException)
        {
            throw Invalid(file, cause.Message.TrimEnd('.'), cause);
        }
    }

    private static async Task<string> TextAsync(string file, CancellationToken cancel)
    {
        if (Directory.Exists(file))
            throw new MeshException(ErrorCode.KubeconfigInvalid, $"The kubeconfig {file} is a folder.", $"Name a file in it, such as --kubeconfig={Path.Combine(file, "config")}");
        // On a thread of its own, because to open a pipe waits for its writer.
        var bytes = await Task.Run(() => BytesAsync(file, cancel), cancel).WaitAsync(cancel);
        return ManifestText.Check(Utf16(bytes) ?? ManifestText.Decode(bytes, file), file);
    }

    // As PowerShell 5 writes by default, and kubectl reads.
    private static string? Utf16(byte[] bytes)
    {
        if (bytes is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]))
            return null;
        try
        {
            return new UnicodeEncoding(bigEndian: bytes[0] == 0xFE, byteOrderMark: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException cause)
        {
            throw new FormatException("it is no UTF-16, as its first bytes say", cause);
        }
    }

    // A pipe (--kubeconfig=<(...)) does not say how long it is, and a device has no end.
    private static async Task<byte[]> BytesAsync(string file, CancellationToken cancel)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: true);
        using var bytes = new MemoryStream();
        var block = new byte[16 << 10];
        for (int read; (read = await stream.ReadAsync(block, cancel)) > 0;)
        {
            if (bytes.Length + read > ManifestText.MaximumSize)
                throw new FormatException($"it has more than {ManifestText.MaximumSize} bytes");
            bytes.Write(block, 0, read);
        }

        return bytes.ToArray();
    }

    // As kubectl: what comes after the first document is not looked at.
    private static JsonObject? Root(string text, string file)
    {
        var scanner = new YamlScanner(new YamlCursor(text.EndsWith('\n') ? text : text + '\n', 1));
        if (scanner.Peek().Kind == YamlTokenKind.DocumentStart)
            scanner.Take();
        var root = IsMark(scanner.Peek().Kind) ? null : new YamlNodeReader(scanner, new NodePositions(file, 1, 1), new ManifestSink(file)).ReadRoot();
        if (!IsMark(scanner.Peek().Kind))
            throw new YamlException(scanner.Peek().Start, "the kubeconfig ends before this");
        return root is null ? null : root as JsonObject ?? throw new FormatException("it is no mapping");
    }

    private static bool IsMark(YamlTokenKind kind) => kind is YamlTokenKind.End or YamlTokenKind.DocumentStart or YamlTokenKind.DocumentEnd;

    // As kubectl: of two entries with one name in one file, nobody knows which one is meant.
    private static List<T> Distinct<T>(string kind, List<T> entries, Func<T, string> name) =>
        entries.GroupBy(name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice
            ? throw new FormatException($"it has the {kind} {twice.Key} more than once")
            : entries;

    private static MeshException Invalid(string file, string why, Exception cause) => new(
        ErrorCode.KubeconfigInvalid,
        $"The kubeconfig {file} cannot be read: {why}.",
        $"See what kubectl makes of it: kubectl config view --kubeconfig={file}",
        innerException: cause);
}
