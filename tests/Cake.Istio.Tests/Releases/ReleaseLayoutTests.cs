using System.Runtime.InteropServices;
using Cake.Istio.Errors;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

public sealed class ReleaseLayoutTests : IDisposable
{
    private static readonly ReleasePlatform Linux = new(OSPlatform.Linux, Architecture.X64);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1.0.9", ReleaseEra.A, "crds.yaml crds.yaml", true, true, false)]
    [InlineData("1.3.8", ReleaseEra.B, "crd-10.yaml crd-certmanager-10.yaml", true, true, false)]
    [InlineData("1.5.0", ReleaseEra.C, "crd-10.yaml crd-certmanager-10.yaml", true, false, false)]
    [InlineData("1.23.0", ReleaseEra.D, "crd-all.gen.yaml crd-operator.yaml", false, false, true)]
    [InlineData("1.24.0", ReleaseEra.E, "crd-all.gen.yaml", false, false, true)]
    public async Task Every_shape_is_known_by_its_files(string version, ReleaseEra era, string crds, bool permissive, bool strict, bool needsIstioctl)
    {
        var release = await OpenAsync(version, era);

        Assert.Equal(IstioVersion.Parse(version), release.Version);
        Assert.Equal(_folder[$"istio-{version}"], release.Root);
        Assert.Equal(era, release.Layout.Era);
        Assert.Equal(crds, string.Join(' ', release.Layout.CrdFiles.Select(Path.GetFileName)));
        Assert.All(release.Layout.CrdFiles, file => Assert.True(File.Exists(file) && Path.IsPathFullyQualified(file)));
        Assert.Equal(permissive, release.Layout.PermissiveManifest is not null);
        Assert.Equal(strict, release.Layout.StrictManifest is not null);
        Assert.Equal(needsIstioctl, release.Layout.NeedsIstioctl);
        Assert.Equal(_folder[$"istio-{version}/bin/istioctl"], release.Layout.Istioctl);
        Assert.Empty(release.Warnings);
    }

    [Theory]
    [InlineData("1.2.2", ReleaseEra.B, 5)]
    [InlineData("1.4.5", ReleaseEra.C, 5)]
    [InlineData("1.30.3", ReleaseEra.E, 1)]
    public async Task A_real_release_is_known(string version, ReleaseEra era, int crdFiles)
    {
        var folder = SharedReleases.Folder(version);
        var release = await Release.OpenAsync(folder, new(ReleaseSource.Folder, folder, null), Linux, default);

        Assert.Equal((version, era, crdFiles), (release.Version.ToString(), release.Layout.Era, release.Layout.CrdFiles.Count));
    }

    [Fact]
    public async Task Istioctl_of_another_system_is_not_taken_for_this_one()
    {
        var release = await OpenAsync("1.30.3", ReleaseEra.E, new(OSPlatform.Windows, Architecture.X64));

        Assert.Null(release.Layout.Istioctl);
    }

    [Theory]
    [InlineData("1.99.0")]
    [InlineData("2.0.0")]
    public async Task An_unknown_newer_version_is_taken_for_the_newest_shape_with_a_warning(string version)
    {
        var release = await OpenAsync(version, ReleaseEra.E);

        Assert.Equal(ReleaseEra.E, release.Layout.Era);
        Assert.Contains(version, Assert.Single(release.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_newer_shape_needs_nothing_but_its_istioctl()
    {
        _folder.Write("manifest.yaml", "version: 1.99.0\n"u8.ToArray());
        _folder.Write("bin/istioctl", []);
        var release = await Release.OpenAsync(_folder.Path, new(ReleaseSource.Folder, _folder.Path, null), Linux, default);

        Assert.Equal(ReleaseEra.E, release.Layout.Era);
        Assert.True(release.Layout.NeedsIstioctl);
        Assert.Empty(release.Layout.CrdFiles);
    }

    [Theory]
    [InlineData("manifest.yaml", "version: 1.30.3", "not a complete Istio release")]
    [InlineData("manifest.yaml", "{\"docker\": [1, {\"version\": \"9.9.9\"}], \"version\": \"1.30.3\"}", "not a complete Istio release")]
    [InlineData("manifest.yaml", "a: &x 1\nb: *x\nversion: '1.30.3' # it", "not a complete Istio release")]
    [InlineData("manifest.yaml", "docker: x", "names no version")]
    [InlineData("manifest.yaml", "docker: {version: 1.30.3}", "names no version")]
    [InlineData("manifest.yaml", "version: {x: y}", "names no version")]
    [InlineData("manifest.yaml", "version: unknown", "cannot be read")]
    [InlineData("manifest.yaml", "version: [", "not an Istio release")]
    [InlineData("istio.VERSION", "export PILOT_TAG=1.2.2", "not a complete Istio release")]
    [InlineData("istio.VERSION", "export FORTIO_TAG=\"1.2.2\"", "names no version")]
    [InlineData("README.md", "", "neither istio.VERSION nor manifest.yaml")]
    public async Task A_folder_that_is_no_release_is_refused_with_the_reason(string stamp, string text, string reason)
    {
        _folder.Write(stamp, System.Text.Encoding.UTF8.GetBytes(text));
        var e = await Assert.ThrowsAsync<MeshException>(() => Release.OpenAsync(_folder.Path, new(ReleaseSource.Folder, _folder.Path, null), Linux, default));

        Assert.Equal(ErrorCode.NotARelease, e.Code);
        Assert.Contains(reason, e.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0.9", "install/kubernetes/istio-demo.yaml", "it has install/kubernetes/istio-demo.yaml, but not install/kubernetes/helm/istio/templates/crds.yaml or install/kubernetes/helm/istio-init/files.")]
    [InlineData("1.4.5", "install/kubernetes/helm/istio-init/files/crd-10.yaml", "it has install/kubernetes/helm/istio-init/files, but not install/kubernetes/istio-demo.yaml.")]
    [InlineData("1.2.2", "install/kubernetes/istio-demo.yaml install/kubernetes/istio-demo-auth.yaml", "it has install/kubernetes/istio-demo.yaml and install/kubernetes/istio-demo-auth.yaml, but not install/kubernetes/helm/istio/templates/crds.yaml or install/kubernetes/helm/istio-init/files.")]
    [InlineData("1.6.0", "manifests/charts/base/crds/a.yaml install/kubernetes/istio-demo.yaml", "it has manifests/charts/base/crds and install/kubernetes/istio-demo.yaml, which no release has side by side.")]
    [InlineData("1.6.0", "README.md", "it has neither install/kubernetes/istio-demo.yaml nor manifests/charts/base/crds.")]
    public async Task An_incomplete_release_is_told_by_what_the_nearest_shape_lacks(string version, string files, string fault)
    {
        _folder.Write("manifest.yaml", System.Text.Encoding.UTF8.GetBytes($"version: {version}"));
        foreach (var file in files.Split(' '))
            _folder.Write(file, []);
        var e = await Assert.ThrowsAsync<MeshException>(() => Release.OpenAsync(_folder.Path, new(ReleaseSource.Folder, _folder.Path, null), Linux, default));

        Assert.Equal(ErrorCode.NotARelease, e.Code);
        Assert.EndsWith(fault, e.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deeply_nested_stamp_neither_crashes_nor_hangs()
    {
        _folder.Write("manifest.yaml", System.Text.Encoding.UTF8.GetBytes(new string('[', 500_000)));

        await Assert.ThrowsAsync<MeshException>(() => Release.OpenAsync(_folder.Path, new(ReleaseSource.Folder, _folder.Path, null), Linux, default));
    }

    private Task<Release> OpenAsync(string version, ReleaseEra era, ReleasePlatform? platform = null)
    {
        foreach (var (path, content) in TestRelease.Of(version, era))
            _folder.Write(path, content);
        return Release.OpenAsync(_folder.Path, new(ReleaseSource.Folder, _folder.Path, null), platform ?? Linux, default);
    }
}
