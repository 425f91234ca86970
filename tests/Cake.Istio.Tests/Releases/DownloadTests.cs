using System.Runtime.InteropServices;
using Cake.Istio.Errors;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Releases;

/// <summary>Tests that take one archive from a server of their own.</summary>
public abstract class DownloadTests : IDisposable
{
    protected const string FileName = "istio-1.2.2-linux.tar.gz";

    protected static byte[] Archive { get; } = MakeArchive();

    protected string Downloads => Folder["cache/downloads"];

    private protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static ReleaseProviderOptions Options { get; } = new()
    {
        Platform = new(OSPlatform.Linux, Architecture.X64),
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private static byte[] MakeArchive()
    {
        var files = TestRelease.Of("1.2.2", ReleaseEra.B);
        var content = new byte[130_000];
        new Random(1).NextBytes(content);
        files["istio-1.2.2/tools/large"] = content;
        return Pack.TarGz(files);
    }

    private protected static List<ServerRequest> ArchiveRequests(ArchiveServer server) => [.. server.Requests.Where(request => request.Path == $"/{FileName}")];

    // Only answers about the archive are changed, unless the checksum's are to be, too.
    private protected static ArchiveServer Serve(Func<ServerRequest, ServerAnswer, ServerAnswer>? change, bool alsoChecksum = false, bool once = false, int port = 0)
    {
        var changed = 0;
        var server = ArchiveServer.Of(
            new Dictionary<string, byte[]> { [FileName] = Archive },
            (request, answer) => change is null || !(alsoChecksum || request.Path == $"/{FileName}") ? answer
                : once && changed++ > 0 ? new ServerAnswer(503, [])
                : change(request, answer),
            port);
        return server;
    }

    protected MeshSettings Settings(string url) => new() { IstioVersion = "1.2.2", DownloadUrl = $"{url}/{{file}}", Cache = Folder["cache"] };

    private protected Task<Release> GetAsync(ArchiveServer server, ReleaseProviderOptions? options = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new ReleaseProvider(options ?? Options).GetAsync(Settings(server.Url), progress, cancellationToken);

    private protected Task<MeshException> FailsAsync(ArchiveServer server, ReleaseProviderOptions options) => Assert.ThrowsAsync<MeshException>(() => GetAsync(server, options));
}
