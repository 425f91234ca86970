using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Manifests;

/// <summary>The sample release has the shape of the hand procedure's release.</summary>
public sealed class SampleReleaseTests : IAsyncLifetime
{
    private static readonly string[] CrdFiles = ["crd-10.yaml", "crd-11.yaml", "crd-12.yaml", "crd-certmanager-10.yaml", "crd-certmanager-11.yaml"];

    private readonly string _folder = Directory.CreateTempSubdirectory("sample-").FullName;
    private string _root = "";
    private IReadOnlyList<KubeObject> _permissive = [];
    private IReadOnlyList<KubeObject> _strict = [];

    public async ValueTask InitializeAsync()
    {
        _root = await SampleRelease.WriteAsync(Path.Combine(_folder, "release"), default);
        _permissive = await ReadAsync("install/kubernetes/istio-demo.yaml");
        _strict = await ReadAsync("install/kubernetes/istio-demo-auth.yaml");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Five_files_hold_28_CRDs_by_the_names_of_the_release()
    {
        var counts = new List<int>();
        var names = new List<string>();
        foreach (var file in CrdFiles)
        {
            var objects = await ReadAsync($"install/kubernetes/helm/istio-init/files/{file}");
            counts.Add(objects.Count);
            names.AddRange(objects.Select(o => o.Name));
            Assert.All(objects, o => Assert.Equal("CustomResourceDefinition", o.Kind));
        }

        Assert.Equal([21, 1, 1, 3, 2], counts);
        Assert.Equal(CrdNames().Order(), names.Order());
    }

    [Fact]
    public void Twelve_deployments_run_fifteen_containers()
    {
        string[] names =
        [
            "grafana", "istio-citadel", "istio-egressgateway", "istio-galley", "istio-ingressgateway", "istio-pilot",
            "istio-policy", "istio-sidecar-injector", "istio-telemetry", "istio-tracing", "kiali", "prometheus",
        ];
        string[] withSidecar = ["istio-pilot", "istio-policy", "istio-telemetry"];
        foreach (var objects in new[] { _permissive, _strict })
        {
            var deployments = objects.Where(o => o.Kind == "Deployment").OrderBy(o => o.Name, StringComparer.Ordinal).ToList();
            Assert.Equal(names, deployments.Select(o => o.Name));
            Assert.All(deployments, o => Assert.Equal(withSidecar.Contains(o.Name) ? 2 : 1, o.Json["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Count));
        }
    }

    [Fact]
    public void Three_jobs_complete() => Assert.Equal(
        ["istio-cleanup-secrets-1.2.2", "istio-grafana-post-install-1.2.2", "istio-security-post-install-1.2.2"],
        _permissive.Where(o => o.Kind == "Job").Select(o => o.Name).Order());

    [Fact]
    public void Sixteen_services_have_the_release_s_types_and_ports()
    {
        var services = _permissive.Where(o => o.Kind == "Service").ToDictionary(o => o.Name, Describe);

        Assert.Equal(Services().Order(), services.Select(s => $"{s.Key} {s.Value}").Order());
    }

    [Fact]
    public void Node_ports_of_the_gateway_are_fixed()
    {
        var ports = _permissive.Single(o => o.Ref is { Kind: "Service", Name: "istio-ingressgateway" }).Json["spec"]!["ports"]!.AsArray();

        Assert.Equal(
            [("http2", 31380), ("https", 31390), ("tcp", 31400)],
            ports.Where(p => p!["nodePort"] is not null).Select(p => ((string)p!["name"]!, (int)p["nodePort"]!)));
    }

    [Fact]
    public void Both_modes_have_the_same_objects_and_differ_where_the_release_does()
    {
        Assert.Equal(_permissive.Select(o => o.Ref), _strict.Select(o => o.Ref));
        var different = _permissive.Zip(_strict).Where(pair => !JsonNode.DeepEquals(pair.First.Json, pair.Second.Json)).Select(pair => pair.First.Ref.ToString());
        Assert.Equal(
            [
                "ConfigMap istio-system/istio", "ConfigMap istio-system/istio-security-custom-resources", "ConfigMap istio-system/istio-sidecar-injector",
                "Deployment istio-system/istio-egressgateway", "Deployment istio-system/istio-galley", "Deployment istio-system/istio-ingressgateway",
                "Deployment istio-system/istio-pilot", "Deployment istio-system/istio-policy", "Deployment istio-system/istio-telemetry",
                "DestinationRule istio-system/istio-policy", "DestinationRule istio-system/istio-telemetry",
            ],
            different.Order(StringComparer.Ordinal));
        Assert.Contains("controlPlaneAuthPolicy: MUTUAL_TLS", (string)_strict.Single(o => o.Ref is { Kind: "ConfigMap", Name: "istio" }).Json["data"]!["mesh"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_object_is_marked_and_passes_a_1_36_server()
    {
        var crds = new List<KubeObject>();
        foreach (var file in CrdFiles)
            crds.AddRange(await ReadAsync($"install/kubernetes/helm/istio-init/files/{file}"));
        Assert.All([.. crds, .. _permissive, .. _strict], o => Assert.Equal("true", (string?)o.Json["metadata"]!["labels"]!["cake-istio/sample"]));
        var api = OpenApi.Recorded();
        Assert.Empty(crds.Concat(_permissive).Concat(_strict).Where(o => !o.ApiVersion.Contains("istio.io/", StringComparison.Ordinal)).SelectMany(api.Problems));
    }

    [Fact]
    public async Task It_is_an_era_B_release_of_the_version_it_says()
    {
        var stamp = await ReleaseStamp.ReadAsync(_root, default);
        Assert.Equal(SampleRelease.Version, stamp.ToString());
        var layout = ReleaseLayout.Probe(_root, stamp, ReleasePlatform.Current);
        Assert.Equal(ReleaseEra.B, layout.Era);
        Assert.Equal(CrdFiles, layout.CrdFiles.Select(Path.GetFileName));
        Assert.NotNull(layout.PermissiveManifest);
        Assert.NotNull(layout.StrictManifest);
    }

    [Fact]
    public async Task Writing_it_again_repairs_what_differs_and_touches_nothing_else()
    {
        var stamp = Path.Combine(_root, "istio.VERSION");
        var demo = Path.Combine(_root, "install/kubernetes/istio-demo.yaml");
        await File.WriteAllTextAsync(demo, "broken", TestContext.Current.CancellationToken);
        var before = File.GetLastWriteTimeUtc(stamp);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SampleRelease.WriteAsync(_root, default)));

        Assert.Equal(_permissive.Count, (await ReadAsync("install/kubernetes/istio-demo.yaml")).Count);
        Assert.Equal(before, File.GetLastWriteTimeUtc(stamp));
        Assert.Equal(9, Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Count());
    }

    private async Task<IReadOnlyList<KubeObject>> ReadAsync(string path)
    {
        var content = await ManifestReader.ReadFileAsync(Path.Combine(_root, path), default);
        Assert.Empty(content.Warnings);
        return content.Objects;
    }

    private static string Describe(KubeObject service)
    {
        var spec = service.Json["spec"]!;
        var type = (string?)spec["type"] ?? ((string?)spec["clusterIP"] == "None" ? "headless" : "ClusterIP");
        return $"{type} {string.Join(',', spec["ports"]!.AsArray().Select(p => $"{p!["port"]}{((string?)p["protocol"] == "UDP" ? "/UDP" : "")}"))}";
    }

    private static string[] Services() =>
    [
        "grafana ClusterIP 3000", "istio-citadel ClusterIP 8060,15014", "istio-egressgateway ClusterIP 80,443,15443", "istio-galley ClusterIP 443,15014,9901",
        "istio-ingressgateway LoadBalancer 15020,80,443,31400,15029,15030,15031,15032,15443", "istio-pilot ClusterIP 15010,15011,8080,15014",
        "istio-policy ClusterIP 9091,15004,15014", "istio-sidecar-injector ClusterIP 443", "istio-telemetry ClusterIP 9091,15004,15014,42422",
        "jaeger-agent headless 5775/UDP,6831/UDP,6832/UDP", "jaeger-collector ClusterIP 14267,14268", "jaeger-query ClusterIP 16686",
        "kiali ClusterIP 20001", "prometheus ClusterIP 9090", "tracing ClusterIP 80", "zipkin ClusterIP 9411",
    ];

    private static IEnumerable<string> CrdNames() =>
    [
        .. "virtualservices destinationrules serviceentries gateways envoyfilters sidecars".Split(' ').Select(n => $"{n}.networking.istio.io"),
        .. "clusterrbacconfigs rbacconfigs serviceroles servicerolebindings authorizationpolicies".Split(' ').Select(n => $"{n}.rbac.istio.io"),
        .. "policies meshpolicies".Split(' ').Select(n => $"{n}.authentication.istio.io"),
        .. "httpapispecbindings httpapispecs quotaspecbindings quotaspecs rules attributemanifests adapters instances templates handlers".Split(' ').Select(n => $"{n}.config.istio.io"),
        .. "clusterissuers issuers certificates orders challenges".Split(' ').Select(n => $"{n}.certmanager.k8s.io"),
    ];
}
