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
            var root = Root(await File.ReadAllTextAsync(file, cancel), file);
            var config = new KubeconfigNode(root, "", Path.GetDirectoryName(file)!);
            return new(
                [.. config.List("contexts").Select(KubeconfigContext.Read)],
                [.. config.List("clusters").Select(KubeconfigCluster.Read)],
                [.. config.List("users").Select(KubeconfigUser.Read)],
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
        catch (Exception cause) when (cause is FormatException or IOException or UnauthorizedAccessException)
        {
            throw Invalid(file, cause.Message, cause);
        }
    }

    private static JsonObject? Root(string text, string file)
    {
        var scanner = new YamlScanner(new YamlCursor(text.EndsWith('\n') ? text : text + '\n', 1));
        if (scanner.Peek().Kind == YamlTokenKind.DocumentStart)
            scanner.Take();
        if (scanner.Peek().Kind is YamlTokenKind.End or YamlTokenKind.DocumentEnd)
            return null;
        var root = new YamlNodeReader(scanner, new NodePositions(file, 1, 1), new ManifestSink(file)).ReadRoot();
        return root is null ? null : root as JsonObject ?? throw new FormatException("it is no mapping");
    }

    private static MeshException Invalid(string file, string why, Exception cause) => new(
        ErrorCode.KubeconfigInvalid,
        $"The kubeconfig {file} cannot be read: {why}.",
        $"See what kubectl makes of it: kubectl config view --kubeconfig={file}",
        innerException: cause);
}
