using Cake.Istio.Manifests;
using Cake.Istio.Manifests.PostInstall;

namespace Cake.Istio.Tests.Manifests.PostInstall;

public sealed class ConfigChecksumTests
{
    private const string Objects = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: resources, namespace: mesh}
        data: {custom-resources.yaml: "mode: PERMISSIVE"}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: post-install, namespace: mesh}
        spec:
          template:
            spec:
              volumes: [{name: v, configMap: {name: resources}}, {name: w, emptyDir: {}}]
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: cleanup, namespace: mesh}
        spec: {template: {spec: {volumes: [{name: v, configMap: {name: of-somebody-else}}]}}}
        """;

    [Fact]
    public void A_job_becomes_another_one_with_what_it_works_on()
    {
        var before = Mark(Objects);
        var same = Mark(Objects);
        var after = Mark(Objects.Replace("PERMISSIVE", "STRICT", StringComparison.Ordinal));

        Assert.Equal(64, Checksum(before[1])!.Length);
        Assert.Equal(Checksum(before[1]), Checksum(same[1]));
        Assert.NotEqual(Checksum(before[1]), Checksum(after[1]));
    }

    [Fact]
    public void Marking_twice_changes_nothing_and_neither_does_marking_change_what_came_in()
    {
        var read = Yaml.Read(Objects).Objects;
        var once = ConfigChecksum.Mark(read);

        Assert.Null(Checksum(read[1]));
        Assert.Equal(Checksum(once[1]), Checksum(ConfigChecksum.Mark(once)[1]));
    }

    [Fact]
    public void A_job_that_works_on_nothing_of_the_release_stays_as_it_is()
    {
        var read = Yaml.Read(Objects).Objects;

        Assert.Same(read[2], ConfigChecksum.Mark(read)[2]);
        Assert.Same(read[0], ConfigChecksum.Mark(read)[0]);
    }

    private static IReadOnlyList<KubeObject> Mark(string yaml) => ConfigChecksum.Mark(Yaml.Read(yaml).Objects);

    private static string? Checksum(KubeObject job) => (string?)job.Json["spec"]?["template"]?["metadata"]?["annotations"]?[ConfigChecksum.Annotation];
}
