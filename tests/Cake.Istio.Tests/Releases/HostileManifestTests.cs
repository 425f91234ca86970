using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Images;
using Cake.Istio.Manifests.PostInstall;
using Cake.Istio.Releases;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Manifests;
using Cake.Istio.Tests.Manifests.Upgrade;

namespace Cake.Istio.Tests.Releases;

/// <summary>A release whose objects have anything anywhere: everything on the way to the cluster ends in objects or in an error of ours.</summary>
public sealed class HostileManifestTests : IDisposable
{
    private const int Cases = 5000;

    private const string More = """
        {apiVersion: v1, kind: ConfigMap, metadata: {name: injector}, data: {values: '{"global":{"hub":"docker.io/istio","tag":"1","proxy":{"image":"proxyv2"},"proxy_init":{"image":"a/b:c"},"imagePullSecrets":[]}}', config: 'image: busybox:1', custom-resources.yaml: 'kind: MeshPolicy PERMISSIVE'}}
        ---
        {apiVersion: batch/v1, kind: Job, metadata: {name: post-install}, spec: {template: {metadata: {annotations: {a: b}}, spec: {imagePullSecrets: [{name: a}], serviceAccountName: s, containers: [{name: c, image: a/b, args: [--image=a/b:c], env: [{name: IMAGE, value: 'a/b:c'}]}], volumes: [{name: v, configMap: {name: injector, optional: true}}, {name: w, secret: {secretName: s, optional: false}}]}}}}
        ---
        {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}, subjects: [{kind: ServiceAccount, name: s, namespace: istio-system}]}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: b}, data: {c: ZA==}}
        ---
        {apiVersion: config.istio.io/v1alpha2, kind: instance, metadata: {name: i}, spec: {template: logentry, params: {}}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_in_a_manifest_ends_in_anything_else()
    {
        var istioctl = new FakeIstioctl();
        var release = await OpenAsync();
        var folder = await SampleRelease.WriteAsync(_folder["sample"], TestContext.Current.CancellationToken);
        var sample = Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(file => Yaml.Read(File.ReadAllText(file)).Objects);
        var sound = sample.Concat(BrokenObjectTests.Old.Select(Yaml.One)).Concat(Yaml.Read(More).Objects).ToList();
        var refused = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var objects = Enumerable.Range(0, random.Next(1, 4)).Select(_ => sound[random.Next(sound.Count)]).Select(o => o with { Json = o.Json.DeepClone().AsObject() }).ToList();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                BrokenObject.Break(objects[random.Next(objects.Count)].Json, random);
            istioctl.Output = string.Join('\n', objects.Select(o => KubeJson.ToText(o.Json)));
            try
            {
                Carry(await new ReleaseManifests(istioctl).ReadAsync(release, new() { Mode = seed % 2 == 0 ? MtlsMode.Strict : MtlsMode.Permissive }, TestContext.Current.CancellationToken));
            }
            catch (MeshException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {istioctl.Output}\n{e}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{Cases} manifests, {refused} refused");
        Assert.InRange(refused, Cases / 20, Cases * 19 / 20);
    }

    private static void Carry(ReleaseObjects read)
    {
        var objects = ReleaseImages.UsePullSecrets(ReleaseImages.UseHub([.. read.Crds, .. read.Mesh], "r.example.com/mesh"), ["key"]);
        objects = ApiUpgrade.Upgrade(ConfigChecksum.Mark(objects), Upgraded.IsServed).Objects;
        StrictMeshPolicy.Use(objects);
        ReleaseImages.Find(objects);
        Assert.NotEmpty(DesiredObject.Match(objects, new ApiDiscovery([], [], []), "istio-system"));
    }

    private Task<Release> OpenAsync()
    {
        foreach (var (path, content) in TestRelease.Of("1.30.3", ReleaseEra.E))
            _folder.Write(path, content);
        return Release.OpenAsync(_folder["istio-1.30.3"], new(ReleaseSource.Folder, "x", null), new(System.Runtime.InteropServices.OSPlatform.Linux, System.Runtime.InteropServices.Architecture.X64), default);
    }
}
