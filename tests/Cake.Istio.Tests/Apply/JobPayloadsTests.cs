using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Manifests;
using Cake.Istio.Tests.Manifests;

namespace Cake.Istio.Tests.Apply;

/// <summary>What a Job applies belongs to the mesh as what the manifest names does.</summary>
public sealed class JobPayloadsTests
{
    private const string Rule = """
        {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "rule", "namespace": "istio-system"},
         "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}
        """;

    private static readonly IReadOnlyList<KubeObject> Release = Yaml.Read("""
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: resources, namespace: istio-system}
        data: {custom-resources.yaml: "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: rule, namespace: istio-system}\nspec: {podSelector: {}}\n"}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: post-install, namespace: istio-system}
        spec:
          template:
            spec:
              restartPolicy: OnFailure
              containers: [{name: kubectl, image: kubectl, command: [run.sh, /tmp/custom-resources.yaml], volumeMounts: [{name: v, mountPath: /tmp}]}]
              volumes: [{name: v, configMap: {name: resources}}]
        """).Objects;

    [Fact]
    public async Task An_object_that_the_manifest_named_and_a_job_applies_now_is_handed_over_not_deleted()
    {
        await using var fixture = await StartAsync();
        var before = Assert.Single((await fixture.InstallAsync([Sample.Object(Rule)])).Changes);
        var record = new InstallRecord(
            1, RecordState.Installed, new("1.4.5", new Dictionary<string, string>(), "ann"), "", TimeProvider.System.GetUtcNow(), false, [new(before.Subject, before.Uid)]);
        var options = new PlannerOptions { Namespace = "istio-system", Pruning = new() { Record = record, Limit = 100 } };

        Assert.Equal(1, (await fixture.PlanAsync([], options)).Counts.Deleted);
        Assert.Equal(0, (await fixture.PlanAsync(Release, options)).Counts.Deleted);
        Assert.Empty((await fixture.PlanAsync(Release, options)).Kept);
    }

    [Fact]
    public async Task A_job_whose_object_is_gone_runs_again()
    {
        await using var fixture = await StartAsync();
        await fixture.WaitForReadyAsync(await fixture.InstallAsync(Release));
        Assert.True((await fixture.PlanAsync(Release)).IsEmpty);

        await fixture.Connection.DeleteAsync(await fixture.FindAsync("networking.k8s.io/v1", "NetworkPolicy"), "istio-system", "rule", null, fixture.Cancel);
        var change = Assert.Single((await fixture.PlanAsync(Release)).Changes, change => change.IsWrite);
        Assert.Equal("Job", change.Subject.Kind);
        Assert.Contains("NetworkPolicy istio-system/rule, which it applied, is gone", change.Message, StringComparison.Ordinal);

        await fixture.WaitForReadyAsync(await fixture.InstallAsync(Release));
        Assert.NotNull(await fixture.GetAsync("networking.k8s.io/v1", "NetworkPolicy", "istio-system", "rule"));
        Assert.True((await fixture.PlanAsync(Release)).IsEmpty);
    }

    private static async Task<SandboxFixture> StartAsync()
    {
        var fixture = await SandboxFixture.StartAsync();
        await fixture.CreateNamespaceAsync("istio-system");
        return fixture;
    }
}
