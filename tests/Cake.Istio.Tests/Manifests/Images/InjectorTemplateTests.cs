using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Images;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Manifests.Images;

/// <summary>Injectors whose template says by itself what it brings: those of 1.0 and 1.1 have no values.</summary>
public sealed class InjectorTemplateTests
{
    private const string Injector =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio-sidecar-injector}
        data:
          config: |-
            policy: enabled
            template: |-
              initContainers:
              - name: first
                image: "r.io/mesh/first:1.1"
              containers:
              - name: second
                image: [[ annotation .ObjectMeta `sidecar.example.io/proxyImage`  "r.io/mesh/second:1.1"  ]]
                args: [--host, "a.b/c:d"]
              - name: third
                image: [[ if (isset .ObjectMeta.Annotations "sidecar.example.io/proxyImage") -]]
                "[[ index .ObjectMeta.Annotations "sidecar.example.io/proxyImage" ]]"
                [[ else -]]
                r.io/mesh/third:1.1
                [[ end -]]
                imagePullPolicy: Always
        """;

    private static readonly string[] One = ["one"];
    private static readonly string[] Both = ["one", "two"];

    [Fact]
    public void Images_are_found_in_full_and_among_those_that_an_action_chooses_from() => Assert.Equal(
        ["r.io/mesh/first:1.1", "r.io/mesh/second:1.1", "r.io/mesh/third:1.1"],
        ReleaseImages.Find([Yaml.One(Injector)]).Select(use => use.Image.ToString()));

    [Fact]
    public void They_move_and_nothing_else_of_the_template_does() => Assert.Equal(
        Config(Yaml.One(Injector)).Replace("r.io/mesh/", "hub.example.com/x/", StringComparison.Ordinal),
        Config(ReleaseImages.UseHub([Yaml.One(Injector)], "hub.example.com/x")[0]));

    [Fact]
    public void Pull_secrets_are_written_into_a_template_that_takes_none_from_values()
    {
        var once = ReleaseImages.UsePullSecrets([Yaml.One(Injector)], One);
        var both = ReleaseImages.UsePullSecrets(once, Both);

        Assert.StartsWith("policy: enabled\ntemplate: |-\n  imagePullSecrets:\n  - name: one\n  initContainers:\n", Config(once[0]), StringComparison.Ordinal);
        Assert.Contains("  imagePullSecrets:\n  - name: two\n  - name: one\n  initContainers:\n", Config(both[0]), StringComparison.Ordinal);
        Assert.Same(both[0], ReleaseImages.UsePullSecrets(both, Both)[0]);
    }

    [Fact]
    public void A_template_that_takes_them_from_values_stays()
    {
        var injector = Yaml.One(Injector.Replace("initContainers:", "{{- range .Values.global.imagePullSecrets }}", StringComparison.Ordinal));

        Assert.Same(injector, ReleaseImages.UsePullSecrets([injector], One)[0]);
    }

    [Fact]
    public void The_image_of_agentgateway_is_put_together_as_the_injector_does()
    {
        var injector = Yaml.One(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio-sidecar-injector}
            data:
              config: "policy: enabled\ntemplates:\n  agentgateway: |\n    image: \"{{ .AgentgatewayImage }}\"\n"
              values: '{"global":{"hub":"r.io/mesh","tag":"1.30.3","variant":"distroless"}}'
            """);

        Assert.Equal("r.io/mesh/agentgateway:1.30.3-distroless", Assert.Single(ReleaseImages.Find([injector])).Image.ToString());
        Assert.Equal("h.io/agentgateway:1.30.3-distroless", Assert.Single(ReleaseImages.Find(ReleaseImages.UseHub([injector], "h.io"))).Image.ToString());
    }

    [Theory]
    [InlineData("1.2.2")]
    [InlineData("1.4.5")]
    public async Task A_real_injector_adds_pull_secrets_though_its_template_does_not_ask_the_values(string version)
    {
        var path = Path.Combine(SharedReleases.Folder(version), "install", "kubernetes", "istio-demo.yaml");
        var objects = (await ManifestReader.ReadFileAsync(path, TestContext.Current.CancellationToken)).Objects;

        var injector = ReleaseImages.UsePullSecrets([.. objects.Where(o => o is { Kind: "ConfigMap", Name: "istio-sidecar-injector" })], One)[0];

        Assert.Contains("template: |-\n  imagePullSecrets:\n  - name: one\n", Config(injector), StringComparison.Ordinal);
    }

    private static string Config(KubeObject injector) => (string)injector.Json["data"]!["config"]!;
}
