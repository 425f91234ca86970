using Cake.Istio.Errors;
using Cake.Istio.Manifests.PostInstall;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Releases;

public sealed class ReleaseManifestsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeIstioctl _istioctl = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1.0.9", ReleaseEra.A)]
    [InlineData("1.3.8", ReleaseEra.B)]
    [InlineData("1.5.0", ReleaseEra.C)]
    public async Task A_ready_manifest_is_read_without_its_crds_which_come_from_their_files(string version, ReleaseEra era)
    {
        var objects = await ReadAsync(version, era, new());

        Assert.Equal(["a.example.istio.io", "b.example.istio.io"], objects.Crds.Select(crd => crd.Name));
        Assert.All(objects.Crds, crd => Assert.StartsWith("crd", Path.GetFileName(crd.Source.File), StringComparison.Ordinal));
        Assert.Equal(["istio-system", "permissive"], objects.Mesh.Select(item => item.Name));
        Assert.Null(_istioctl.Program);
    }

    [Theory]
    [InlineData("1.0.9", ReleaseEra.A)]
    [InlineData("1.3.8", ReleaseEra.B)]
    public async Task Strict_is_a_manifest_of_its_own_through_1_3(string version, ReleaseEra era) =>
        Assert.Equal(["istio-system", "strict"], (await ReadAsync(version, era, new() { Mode = MtlsMode.Strict })).Mesh.Select(item => item.Name));

    [Theory]
    [InlineData(MtlsMode.Permissive, "profile=demo")]
    [InlineData(MtlsMode.Strict, "profile=demo values.global.mtls.enabled=true values.global.controlPlaneSecurityEnabled=true")]
    public async Task Strict_is_made_by_its_own_istioctl_in_1_4(MtlsMode mode, string values)
    {
        _istioctl.Output = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: rendered}\n";
        var objects = await ReadAsync("1.4.5", ReleaseEra.C, new() { Mode = mode });

        Assert.Equal(mode == MtlsMode.Strict ? values.Split(' ') : [], _istioctl.Values);
        Assert.Equal(mode == MtlsMode.Strict ? "rendered" : "permissive", objects.Mesh[^1].Name);
    }

    [Theory]
    [InlineData("1.5.0", ReleaseEra.C, "istio-system")]
    [InlineData("1.6.0", ReleaseEra.D, "elsewhere")]
    [InlineData("1.30.3", ReleaseEra.E, "elsewhere")]
    public async Task Strict_is_a_policy_of_the_whole_mesh_from_1_5_on(string version, ReleaseEra era, string ns)
    {
        var policy = (await ReadAsync(version, era, new() { Mode = MtlsMode.Strict, Namespace = ns })).Mesh[^1];

        Assert.Equal(("PeerAuthentication", ns, "STRICT"), (policy.Kind, policy.Namespace, (string?)policy.Json["spec"]!["mtls"]!["mode"]));
    }

    [Theory]
    [InlineData("1.6.0", ReleaseEra.D, "b.example.istio.io")]
    [InlineData("1.30.3", ReleaseEra.E, null)]
    public async Task From_1_6_on_its_own_istioctl_makes_the_manifest_and_the_namespace_is_added(string version, ReleaseEra era, string? secondCrd)
    {
        _istioctl.Output = $"---\n{TestRelease.Crd("a")}---\n{TestRelease.Crd("only-printed")}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: rendered}}\n---\n";
        var objects = await ReadAsync(version, era, new() { Profile = "minimal", Namespace = "elsewhere", Set = ["x=1", "y=2"] });

        Assert.Equal(_folder[$"istio-{version}/bin/istioctl"], _istioctl.Program);
        Assert.Equal(["profile=minimal", "values.global.istioNamespace=elsewhere", "x=1", "y=2"], _istioctl.Values);
        Assert.Equal(["Namespace elsewhere", "ConfigMap rendered"], objects.Mesh.Select(item => item.Ref.ToString()));
        Assert.Equal(new[] { "a.example.istio.io", "only-printed.example.istio.io", secondCrd }.OfType<string>(), objects.Crds.Select(crd => crd.Name));
    }

    [Fact]
    public async Task A_namespace_that_is_printed_is_not_added_again()
    {
        _istioctl.Output = "apiVersion: v1\nkind: Namespace\nmetadata: {name: istio-system, labels: {a: b}}\n";

        Assert.Equal("b", (string?)Assert.Single((await ReadAsync("1.30.3", ReleaseEra.E, new())).Mesh).Json["metadata"]!["labels"]!["a"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n# nothing\n---\n")]
    [InlineData("Processing resources for Istio core.")]
    [InlineData("a: [")]
    [InlineData("kind: x")]
    [InlineData("<html/>")]
    public async Task Other_output_of_istioctl_is_refused(string output)
    {
        _istioctl.Output = output;

        await FailsAsync("1.30.3", ReleaseEra.E, new(), ErrorCode.IstioctlOutput);
    }

    [Fact]
    public async Task Random_output_of_istioctl_is_refused_or_read_but_nothing_else()
    {
        var sound = $"---\n{TestRelease.Crd("a")}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: rendered}}\ndata:\n  x: |\n    - y\n";
        const string odd = " \t\n:-{}[]\"'&*!|>%@`#?,\0\u2028é🜚x";
        var release = await OpenAsync("1.30.3", ReleaseEra.E);
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var text = sound.ToCharArray();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
                text[random.Next(text.Length)] = odd[random.Next(odd.Length)];
            _istioctl.Output = new string(text, 0, random.Next(text.Length + 1));
            try
            {
                Assert.NotEmpty((await new ReleaseManifests(_istioctl).ReadAsync(release, new(), default)).Mesh);
            }
            catch (MeshException e)
            {
                Assert.True(e.Code is ErrorCode.IstioctlOutput or ErrorCode.ManifestNotAnObject, $"seed {seed}: {e.Message}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine("5,000 outputs of istioctl");
    }

    [Theory]
    [InlineData("1.30.3", ReleaseEra.E, MtlsMode.Permissive)]
    [InlineData("1.4.5", ReleaseEra.C, MtlsMode.Strict)]
    public async Task A_release_without_the_istioctl_that_it_needs_says_so(string version, ReleaseEra era, MtlsMode mode)
    {
        var release = await OpenAsync(version, era);
        File.Delete(release.Layout.Istioctl!);
        var e = await Assert.ThrowsAsync<MeshException>(async () => await ReadAsync(await OpenAsync(release.Root), new() { Mode = mode }));

        Assert.Equal(ErrorCode.ReleaseNotSupported, e.Code);
        Assert.Contains("no bin/istioctl", e.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_copy_without_its_strict_manifest_says_which_file_it_lacks()
    {
        var release = await OpenAsync("1.0.6", ReleaseEra.A);
        File.Delete(release.Layout.StrictManifest!);
        var e = await Assert.ThrowsAsync<MeshException>(async () => await ReadAsync(await OpenAsync(release.Root), new() { Mode = MtlsMode.Strict }));

        Assert.Equal(ErrorCode.ReleaseNotSupported, e.Code);
        Assert.Contains("istio-demo-auth.yaml", e.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_istioctl_printed_can_be_looked_at_with_the_values_that_it_was_given()
    {
        _istioctl.Output = "no manifest";
        var e = await Assert.ThrowsAsync<MeshException>(() => ReadAsync("1.30.3", ReleaseEra.E, new() { Profile = "minimal", Set = ["a=b c"] }));

        Assert.Equal(ErrorCode.IstioctlOutput, e.Code);
        Assert.EndsWith("manifest generate --set \"profile=minimal\" --set \"a=b c\"", e.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ready_manifest_without_objects_is_refused()
    {
        var release = await OpenAsync("1.2.2", ReleaseEra.B);
        await File.WriteAllTextAsync(release.Layout.PermissiveManifest!, "# nothing\n", TestContext.Current.CancellationToken);

        Assert.Equal(ErrorCode.NotARelease, (await Assert.ThrowsAsync<MeshException>(() => ReadAsync(release, new()))).Code);
    }

    [Fact]
    public async Task An_option_that_a_ready_manifest_cannot_heed_is_refused()
    {
        foreach (var settings in new MeshSettings[] { new() { Profile = "demo" }, new() { Set = ["a=b"] }, new() { Namespace = "elsewhere" } })
            await FailsAsync("1.2.2", ReleaseEra.B, settings, ErrorCode.OptionWithoutEffect);
        await FailsAsync("1.4.5", ReleaseEra.C, new() { Mode = MtlsMode.Strict, Namespace = "elsewhere" }, ErrorCode.OptionWithoutEffect);
    }

    [Theory]
    [InlineData("1.2.2", MtlsMode.Permissive, 28, 125)]
    [InlineData("1.2.2", MtlsMode.Strict, 28, 125)]
    [InlineData("1.4.5", MtlsMode.Permissive, 28, 118)]
    [InlineData("1.4.5", MtlsMode.Strict, 28, 118)]
    public async Task A_real_release_gives_all_its_objects(string version, MtlsMode mode, int crds, int others)
    {
        var objects = await ReadAsync(await OpenAsync(SharedReleases.Folder(version)), new() { Mode = mode });

        Assert.Equal(crds, objects.Crds.Count);
        Assert.Equal(others, objects.Mesh.Count);
        Assert.Equal("Namespace", objects.Mesh[0].Kind);
        Assert.Equal(mode == MtlsMode.Strict, objects.Mesh.Select(o => PostInstallPayload.TextOf(o.Json)).Any(text => text?.Contains("ISTIO_MUTUAL", StringComparison.Ordinal) == true));
        Assert.All(objects.Warnings, warning => Assert.Contains("1.4.5 has no bin/istioctl", warning.Text, StringComparison.Ordinal));
        Assert.Equal(version == "1.4.5" && mode == MtlsMode.Strict ? 1 : 0, objects.Warnings.Count);
    }

    [Fact]
    public async Task The_newest_real_release_gives_all_its_objects()
    {
        var folder = SharedReleases.Folder("1.30.3");
        _folder.Write("istio-1.30.3/bin/istioctl", []);
        _folder.Write("istio-1.30.3/manifest.yaml", await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.yaml")));
        const string crds = "manifests/charts/base/files/crd-all.gen.yaml";
        _folder.Write($"istio-1.30.3/{crds}", await File.ReadAllBytesAsync(Path.Combine(folder, crds)));
        _istioctl.Output = await File.ReadAllTextAsync(Path.Combine(folder, "rendered", "demo.yaml"));

        var objects = await ReadAsync(await OpenAsync(_folder["istio-1.30.3"]), new());

        Assert.Equal((15, 28), (objects.Crds.Count, objects.Mesh.Count));
    }

    private async Task<ReleaseObjects> ReadAsync(string version, ReleaseEra era, MeshSettings settings) => await ReadAsync(await OpenAsync(version, era), settings);

    private Task<ReleaseObjects> ReadAsync(Release release, MeshSettings settings) => new ReleaseManifests(_istioctl).ReadAsync(release, settings, default);

    private async Task FailsAsync(string version, ReleaseEra era, MeshSettings settings, string code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<MeshException>(() => ReadAsync(version, era, settings))).Code);

    private Task<Release> OpenAsync(string version, ReleaseEra era)
    {
        foreach (var (path, content) in TestRelease.Of(version, era))
            _folder.Write(path, content);
        return OpenAsync(_folder[$"istio-{version}"]);
    }

    private static Task<Release> OpenAsync(string folder) =>
        Release.OpenAsync(folder, new(ReleaseSource.Folder, folder, null), new(System.Runtime.InteropServices.OSPlatform.Linux, System.Runtime.InteropServices.Architecture.X64), default);
}
