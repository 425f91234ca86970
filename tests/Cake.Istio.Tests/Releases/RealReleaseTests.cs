using System.Runtime.InteropServices;
using System.Text;
using Cake.Istio.Errors;
using Cake.Istio.Releases;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Tools;
using Cake.Istio.Tools;

namespace Cake.Istio.Tests.Releases;

/// <summary>Real releases, packed as Istio packs them and served as a mirror serves them.</summary>
public sealed class RealReleaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1.2.2", "LINUX", "istio-1.2.2-linux.tar.gz")]
    [InlineData("1.2.2", "WINDOWS", "istio-1.2.2-win.zip")]
    [InlineData("1.4.5", "LINUX", "istio-1.4.5-linux.tar.gz")]
    public async Task It_comes_from_a_mirror_with_all_its_files(string version, string system, string file)
    {
        var content = Files(SharedReleases.Folder(version), $"istio-{version}");
        var archive = file.EndsWith(".zip", StringComparison.Ordinal) ? Pack.Zip(content) : Pack.TarGz(content);
        await using var server = ArchiveServer.Of(new Dictionary<string, byte[]> { [$"{version}/{file}"] = archive });
        var settings = new MeshSettings { IstioVersion = version, DownloadUrl = server.Url, Cache = _folder["cache"] };

        var release = await new ReleaseProvider(new() { Platform = new(OSPlatform.Create(system), Architecture.X64) }).GetAsync(settings, null, default);

        Assert.Equal(content.Keys.Select(path => path[$"istio-{version}/".Length..]).Order(StringComparer.Ordinal), TemporaryFolder.FilesIn(release.Root));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(SharedReleases.Folder(version), "install/kubernetes/istio-demo.yaml")), await File.ReadAllBytesAsync(release.Layout.PermissiveManifest!));
    }

    [Theory]
    [InlineData("demo", 15, 28)]
    [InlineData("default", 15, 25)]
    public async Task The_newest_is_rendered_by_the_istioctl_in_its_archive(string profile, int crds, int others)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for istioctl is a shell script");
        var folder = SharedReleases.Folder("1.30.3");
        var content = Files(folder, "istio-1.30.3");
        content["istio-1.30.3/bin/istioctl"] = Encoding.UTF8.GetBytes(
            $"#!/bin/sh\n[ \"$*\" = 'manifest generate --set profile={profile}' ] || {{ echo \"unexpected: $*\" >&2; exit 64; }}\nexec cat \"$(dirname \"$0\")/../rendered/{profile}.yaml\"\n");
        var settings = new MeshSettings { Archive = _folder.Write("release.tar.gz", Pack.TarGz(content)), Cache = _folder["cache"], Profile = profile };

        var release = await new ReleaseProvider().GetAsync(settings, null, default);
        var manifests = new ReleaseManifests(new IstioctlRunner(new ToolContext(_folder.Path)));
        var objects = await manifests.ReadAsync(release, settings, default);

        Assert.Equal((crds, others), (objects.Crds.Count, objects.Mesh.Count));
        Assert.Equal("Namespace istio-system", objects.Mesh[0].Ref.ToString());
        Assert.Contains("unexpected", (await Assert.ThrowsAsync<MeshException>(() => manifests.ReadAsync(release, settings with { Profile = "other" }, default))).Text, StringComparison.Ordinal);
    }

    private static Dictionary<string, byte[]> Files(string folder, string root) =>
        TemporaryFolder.FilesIn(folder).ToDictionary(path => $"{root}/{path}", path => File.ReadAllBytes(Path.Combine(folder, path)));
}
