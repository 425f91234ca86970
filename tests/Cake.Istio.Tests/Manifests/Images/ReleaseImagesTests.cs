using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Images;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Manifests.Images;

public sealed class ReleaseImagesTests
{
    private const string Workload =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d, namespace: ns}
        spec:
          template:
            spec:
              imagePullSecrets: [{name: mine}]
              initContainers: [{name: i, image: busybox}]
              containers:
              - name: c
                image: docker.io/istio/pilot:1.2.2
                command: [run, --proxy-image, r.io/a/proxy:1, --image-pull-policy, Always]
                args: [--sidecar-image=a/sidecar:2, --reloader=quay.io/x/reloader:v1, --address=istio-galley.istio-system.svc:9901, "--url=http://zipkin.istio-system:9411/api/v1/spans", unix:///sock/mixer.socket]
                env: [{name: TRACER_IMAGE, value: "tracer:3"}, {name: IMAGE_PULL_POLICY, value: Always}, {name: HOST, value: zipkin.istio-system/a}, {name: N, valueFrom: {}}]
              volumes: [{name: plugins, image: {reference: "quay.io/x/wasm:v2", pullPolicy: Always}}, {name: none, image: {}}, {name: other, emptyDir: {}}]
        """;

    private const string Injector =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio-sidecar-injector}
        data:
          config: |
            template: |
              initContainers:
              - name: a
                image: "{{ .ProxyImage }}"
              - name: b
                image: busybox:1.28
              # image: not/this:one
              - image: [[ annotation .ObjectMeta ]]
          values: '{"global":{"hub":"docker.io/istio","imagePullSecrets":null,"proxy":{"image":"proxyv2","enableCoreDump":true,"enableCoreDumpImage":"ubuntu:xenial"},"proxy_init":{"image":"my.io/init:1"},"tag":"1.2.2"},"galley":{"global":{"hub":"docker.io/istio"},"n":1.50}}'
        """;

    private static readonly string[] Names = ["mine", "pull"];

    [Fact]
    public void Images_are_found_wherever_a_pod_gets_them_from() => Assert.Equal(
        [
            "docker.io/library/busybox initContainers[i].image",
            "docker.io/istio/pilot:1.2.2 containers[c].image",
            "r.io/a/proxy:1 containers[c].command[2]",
            "docker.io/a/sidecar:2 containers[c].args[0]",
            "quay.io/x/reloader:v1 containers[c].args[1]",
            "docker.io/library/tracer:3 containers[c].env[TRACER_IMAGE]",
            "quay.io/x/wasm:v2 volumes[plugins].image.reference",
        ],
        Found(Workload));

    [Fact]
    public void Images_of_the_injector_are_put_together_as_its_template_does() => Assert.Equal(
        [
            "docker.io/istio/proxyv2:1.2.2 data.values global.proxy.image",
            "my.io/init:1 data.values global.proxy_init.image",
            "docker.io/library/ubuntu:xenial data.values global.proxy.enableCoreDumpImage",
            "docker.io/library/busybox:1.28 data.config",
        ],
        Found(Injector));

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {config: 'image: a:b', values: '{}'}\n")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {dashboard: '{\"image\": \"a:b\"}', x: '{'}\n")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n")]
    [InlineData("apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: c}\nspec: {containers: [{image: a/b:c}]}\n")]
    public void Other_objects_have_none(string yaml) => Assert.Empty(Found(yaml));

    [Fact]
    public void One_hub_serves_them_all()
    {
        var moved = ReleaseImages.UseHub(Yaml.Read(Workload + "\n---\n" + Injector).Objects, "r.io/mesh/");

        Assert.Equal(
            [
                "r.io/mesh/busybox", "r.io/mesh/pilot:1.2.2", "r.io/mesh/proxy:1", "r.io/mesh/sidecar:2", "r.io/mesh/reloader:v1", "r.io/mesh/tracer:3", "r.io/mesh/wasm:v2",
                "r.io/mesh/proxyv2:1.2.2", "r.io/mesh/init:1", "r.io/mesh/ubuntu:xenial", "r.io/mesh/busybox:1.28",
            ],
            ReleaseImages.Find(moved).Select(use => use.Image.ToString()));
        Assert.Equal(
            """{"global":{"hub":"r.io/mesh","imagePullSecrets":null,"proxy":{"image":"proxyv2","enableCoreDump":true,"enableCoreDumpImage":"r.io/mesh/ubuntu:xenial"},"proxy_init":{"image":"r.io/mesh/init:1"},"tag":"1.2.2"},"galley":{"global":{"hub":"r.io/mesh"},"n":1.50}}""",
            (string?)moved[1].Json["data"]!["values"]);
        Assert.Equal(
            ((string)Yaml.One(Injector).Json["data"]!["config"]!).Replace("busybox:1.28", "r.io/mesh/busybox:1.28", StringComparison.Ordinal),
            (string?)moved[1].Json["data"]!["config"]);
        Assert.Equal("Always", (string?)moved[0].Json["spec"]!["template"]!["spec"]!["containers"]![0]!["command"]![4]);
    }

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("localhost")]
    [InlineData("registry:5000/mesh")]
    public void Images_on_a_hub_without_a_dot_are_found_like_any(string hub)
    {
        var objects = Yaml.Read(Workload).Objects;

        Assert.Equal(
            ReleaseImages.Find(objects).Select(use => use.Image.In(hub).ToString()),
            ReleaseImages.Find(ReleaseImages.UseHub(objects, hub)).Select(use => use.Image.ToString()));
    }

    [Theory]
    [InlineData("extensions/v1beta1", "Deployment")]
    [InlineData("extensions/v1beta1", "DaemonSet")]
    [InlineData("apps/v1beta1", "StatefulSet")]
    [InlineData("apps/v1beta2", "ReplicaSet")]
    public void Images_are_found_and_moved_in_every_api_version_of_a_workload(string apiVersion, string kind)
    {
        var yaml = Workload.Replace("apps/v1", apiVersion, StringComparison.Ordinal).Replace("Deployment", kind, StringComparison.Ordinal);
        var moved = ReleaseImages.UsePullSecrets(ReleaseImages.UseHub(Yaml.Read(yaml).Objects, "r.io/mesh"), Names);

        Assert.Equal(Found(Workload), Found(yaml));
        Assert.All(ReleaseImages.Find(moved), use => Assert.Equal("r.io/mesh", use.Image.Hub));
        Assert.Equal("""[{"name":"mine"},{"name":"pull"}]""", KubeJson.ToText(moved[0].Json["spec"]!["template"]!["spec"]!["imagePullSecrets"]!));
    }

    [Theory]
    [InlineData("batch/v1beta1", "CronJob")]
    [InlineData("batch/v2alpha1", "CronJob")]
    [InlineData("batch/v2alpha1", "ScheduledJob")]
    public void Images_are_found_in_every_api_version_of_a_cron_job(string apiVersion, string kind) => Assert.Equal(
        ["docker.io/a/b:1 containers[c].image"],
        Found($"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: c}}\nspec: {{jobTemplate: {{spec: {{template: {{spec: {{containers: [{{name: c, image: 'a/b:1'}}]}}}}}}}}}}\n"));

    [Fact]
    public void The_objects_that_came_in_are_not_changed()
    {
        var objects = Yaml.Read(Workload).Objects;
        ReleaseImages.UseHub(objects, "r.io");

        Assert.Equal(Found(Workload), ReleaseImages.Find(objects).Select(use => $"{use.Image} {use.Path}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("Not a hub")]
    [InlineData("https://r.io")]
    [InlineData("mesh")]
    [InlineData("..")]
    [InlineData("-.io")]
    public void A_hub_that_is_none_is_refused(string hub) =>
        Assert.Equal(ErrorCode.InvalidOption, Assert.Throws<MeshException>(() => ReleaseImages.UseHub([], hub)).Code);

    [Fact]
    public void Two_images_of_one_name_are_refused()
    {
        var e = Assert.Throws<MeshException>(() => ReleaseImages.UseHub(
            Yaml.Read("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: 'a/x:1'}, {name: b, image: 'b/x:1'}, {name: c, image: 'a/x:1'}]}\n").Objects, "r.io"));

        Assert.Equal(ErrorCode.ImageNamesCollide, e.Code);
        Assert.Equal("docker.io/a/x:1 and docker.io/b/x:1 would both be r.io/x:1.", e.Text);
    }

    [Fact]
    public void Pull_secrets_reach_pods_accounts_and_the_injector_once()
    {
        var objects = Yaml.Read(Workload + "\n---\n" + Injector + "\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s}\n").Objects;
        var once = ReleaseImages.UsePullSecrets(objects, Names);
        var twice = ReleaseImages.UsePullSecrets(once, Names);

        Assert.Equal("""[{"name":"mine"},{"name":"pull"}]""", KubeJson.ToText(once[0].Json["spec"]!["template"]!["spec"]!["imagePullSecrets"]!));
        Assert.Contains("\"imagePullSecrets\":[\"mine\",\"pull\"]", (string)once[1].Json["data"]!["values"]!, StringComparison.Ordinal);
        Assert.Equal("""[{"name":"mine"},{"name":"pull"}]""", KubeJson.ToText(once[2].Json["imagePullSecrets"]!));
        Assert.All(once.Zip(twice), pair => Assert.Same(pair.First, pair.Second));
        Assert.Same(objects, ReleaseImages.UsePullSecrets(objects, []));
    }

    [Theory]
    [InlineData("1.2.2", "install/kubernetes/istio-demo.yaml", 12, "docker.io/istio/proxy_init:1.2.2")]
    [InlineData("1.4.5", "install/kubernetes/istio-demo.yaml", 11, "quay.io/kiali/kiali:v1.9")]
    [InlineData("1.30.3", "rendered/demo.yaml", 4, "registry.istio.io/release/agentgateway:1.30.3")]
    public async Task A_real_release_has_these_images_and_moves_as_a_whole(string version, string file, int count, string one)
    {
        var objects = (await ManifestReader.ReadFileAsync(Path.Combine(SharedReleases.Folder(version), file), default)).Objects;
        var images = ReleaseImages.Find(objects).Select(use => use.Image.ToString()).Distinct().Order().ToList();
        Assert.Equal(count, images.Count);
        Assert.Contains(one, images);

        var moved = ReleaseImages.UseHub(objects, "registry.example.com/mesh");
        Assert.All(ReleaseImages.Find(moved), use => Assert.Equal("registry.example.com/mesh", use.Image.Hub));
        Assert.DoesNotContain(moved, o => KubeJson.ToText(o.Json).Contains("docker.io/istio", StringComparison.Ordinal) || KubeJson.ToText(o.Json).Contains("registry.istio.io", StringComparison.Ordinal));
        Assert.Equal(objects.Select(o => o.Ref), moved.Select(o => o.Ref));
    }

    private static IEnumerable<string> Found(string yaml) => ReleaseImages.Find(Yaml.Read(yaml).Objects).Select(use => $"{use.Image} {use.Path}");
}
