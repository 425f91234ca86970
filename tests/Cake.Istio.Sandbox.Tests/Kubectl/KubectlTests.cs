namespace Cake.Istio.Sandbox.Tests.Kubectl;

/// <summary>What people do with kubectl, done with the real one.</summary>
public sealed class KubectlTests(KubectlCluster cluster) : IClassFixture<KubectlCluster>
{
    [Fact]
    public Task Get_shows_tables() => cluster.CheckAsync("get", async () =>
    {
        var all = await cluster.RunAsync("get all -n matrix -o wide");
        Assert.Contains("deployment.apps/web", all, StringComparison.Ordinal);
        Assert.Contains("replicaset.apps/web-", all, StringComparison.Ordinal);
        Assert.Matches("pod/web-\\S+ +2/2 +Running", all);
        Assert.Matches("service/web +ClusterIP +10\\.", all);
        Assert.Matches("node-0 +Ready", await cluster.RunAsync("get nodes"));
    });

    [Fact]
    public Task Get_writes_yaml_and_single_values() => cluster.CheckAsync("get -o yaml|jsonpath", async () =>
    {
        Assert.Contains("kind: Deployment", await cluster.RunAsync("get deployment web -n matrix -o yaml"), StringComparison.Ordinal);
        Assert.Equal("img:1", await cluster.RunAsync("""get deployment web -n matrix -o jsonpath={.spec.template.spec.containers[?(@.name==\"d\")].image}"""));
        Assert.Equal("service/web\n", await cluster.RunAsync("get services -n matrix -o name"));
    });

    [Fact]
    public Task Get_watches() => cluster.CheckAsync("get -w", async () =>
    {
        await ApplyAsync("watched", "1");
        var watching = cluster.RunAsync("get configmaps watched -n matrix -w --request-timeout=4s -o name");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        await cluster.RunAsync("label configmap watched -n matrix seen=yes");
        Assert.Equal(2, (await watching).Split("configmap/watched").Length - 1);
    });

    [Fact]
    public Task Describe_tells_of_events() => cluster.CheckAsync("describe", async () =>
    {
        Assert.Contains("ScalingReplicaSet", await cluster.RunAsync("describe deployment web -n matrix"), StringComparison.Ordinal);
        Assert.Contains("Successfully assigned", await cluster.RunAsync("describe pods -l app=web -n matrix"), StringComparison.Ordinal);
        Assert.Matches("Endpoints: +10\\.", await cluster.RunAsync("describe service web -n matrix"));
    });

    [Fact]
    public Task Apply_creates_configures_and_leaves_alone() => cluster.CheckAsync("apply", async () =>
    {
        Assert.Contains("configmap/applied created", await ApplyAsync("applied", "1"), StringComparison.Ordinal);
        Assert.Contains("configmap/applied unchanged", await ApplyAsync("applied", "1"), StringComparison.Ordinal);
        Assert.Contains("configmap/applied configured", await ApplyAsync("applied", "2"), StringComparison.Ordinal);
        Assert.Contains("unknown field \"dta\"", await cluster.RunAsync("apply -f -", ConfigMap("strict", "1").Replace("\ndata", "\ndta", StringComparison.Ordinal), 1), StringComparison.Ordinal);
    });

    [Fact]
    public Task Server_side_apply_conflicts_and_forces() => cluster.CheckAsync("apply --server-side", async () =>
    {
        await cluster.RunAsync("apply --server-side -f -", ConfigMap("ssa", "1"));
        var refused = await cluster.RunAsync("apply --server-side --field-manager=other -f -", ConfigMap("ssa", "2"), 1);
        Assert.Contains("conflict with \"kubectl\": .data.k", refused, StringComparison.Ordinal);
        await cluster.RunAsync("apply --server-side --field-manager=other --force-conflicts -f -", ConfigMap("ssa", "2"));
    });

    [Fact]
    public Task Diff_shows_changes_and_ends_with_1() => cluster.CheckAsync("diff", async () =>
    {
        await ApplyAsync("diffed", "1");
        await cluster.RunAsync("diff -f -", ConfigMap("diffed", "1"));
        Assert.Contains("+  k: \"2\"", await cluster.RunAsync("diff -f -", ConfigMap("diffed", "2"), 1), StringComparison.Ordinal);
    });

    [Fact]
    public Task Delete_waits_until_it_is_gone() => cluster.CheckAsync("delete", async () =>
    {
        await ApplyAsync("deleted", "1");
        await cluster.RunAsync("delete configmap deleted -n matrix");
        Assert.Contains("(NotFound)", await cluster.RunAsync("get configmap deleted -n matrix", exitCode: 1), StringComparison.Ordinal);
    });

    [Fact]
    public Task Patch_merges_in_three_ways() => cluster.CheckAsync("patch", async () =>
    {
        await ApplyAsync("patched", "1");
        await cluster.RunAsync("""patch configmap patched -n matrix -p {\"data\":{\"x\":\"1\"}}""");
        await cluster.RunAsync("""patch configmap patched -n matrix --type=json -p [{\"op\":\"add\",\"path\":\"/data/y\",\"value\":\"2\"}]""");
        await cluster.RunAsync("""patch configmap patched -n matrix --type=merge -p {\"data\":{\"k\":null}}""");
        Assert.Equal("""{"x":"1","y":"2"}""", await cluster.RunAsync("get configmap patched -n matrix -o jsonpath={.data}"));
    });

    [Fact]
    public Task Label_sets_and_removes() => cluster.CheckAsync("label", async () =>
    {
        await ApplyAsync("labelled", "1");
        await cluster.RunAsync("label configmap labelled -n matrix a=b");
        Assert.Contains("configmap/labelled", await cluster.RunAsync("get configmaps -n matrix -l a=b -o name"), StringComparison.Ordinal);
        await cluster.RunAsync("label configmap labelled -n matrix a-");
    });

    [Fact]
    public Task Wait_sees_conditions_and_values() => cluster.CheckAsync("wait", async () =>
    {
        await cluster.RunAsync("wait --for=condition=Available deployment/web -n matrix --timeout=20s");
        await cluster.RunAsync("wait --for=jsonpath={.status.phase}=Active namespace/matrix --timeout=20s");
        Assert.Contains("timed out", await cluster.RunAsync("wait --for=condition=Never deployment/web -n matrix --timeout=1s", exitCode: 1), StringComparison.Ordinal);
    });

    [Fact]
    public Task Rollout_status_follows_a_new_image_and_scale_changes_the_replicas() => cluster.CheckAsync("rollout status, scale", async () =>
    {
        await cluster.RunAsync("apply -f -", Deployment("rolled", "img:1"));
        await cluster.RunAsync("scale deployment rolled -n matrix --replicas=3");
        await cluster.RunAsync("apply -f -", Deployment("rolled", "img:2"));
        Assert.Contains("successfully rolled out", await cluster.RunAsync("rollout status deployment/rolled -n matrix --timeout=30s"), StringComparison.Ordinal);
        Assert.Equal("3", await cluster.RunAsync("get deployment rolled -n matrix -o jsonpath={.status.availableReplicas}"));
    });

    [Fact]
    public Task Api_resources_lists_built_in_and_custom_kinds() => cluster.CheckAsync("api-resources", async () =>
    {
        await cluster.RunAsync("apply -f -", """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.matrix.example}
            spec:
              group: matrix.example
              scope: Namespaced
              names: {plural: gadgets, singular: gadget, kind: Gadget, shortNames: [gd]}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer, description: How large it is.}}}}}}
            """);
        await cluster.RunAsync("wait --for=condition=Established crd/gadgets.matrix.example --timeout=20s");
        Assert.Matches("gadgets +gd +matrix.example/v1 +true +Gadget", await cluster.RunAsync("api-resources"));
        Assert.Contains("How large it is.", await cluster.RunAsync("explain gadget.spec.size"), StringComparison.Ordinal);
    });

    [Fact]
    public Task Create_is_refused_with_the_way_out() => cluster.CheckAsync("create (refused, with the way out)", async () =>
        Assert.Contains("--dry-run=client -o yaml", await cluster.RunAsync("create namespace n", exitCode: 1), StringComparison.Ordinal));

    [Fact]
    public Task Explain_shows_fields() => cluster.CheckAsync("explain", async () =>
        Assert.Matches("containerPort\t<integer>", await cluster.RunAsync("explain deployment.spec.template.spec.containers.ports")));

    [Fact]
    public Task Logs_have_a_line_per_container() => cluster.CheckAsync("logs", async () =>
    {
        Assert.Contains("container c of pod web-", await cluster.RunAsync("logs deployment/web -n matrix -c c"), StringComparison.Ordinal);
        Assert.Contains("container d of pod web-", await cluster.RunAsync("logs deployment/web -n matrix --all-containers"), StringComparison.Ordinal);
    });

    [Fact]
    public Task Port_forward_is_refused_with_the_reason() => cluster.CheckAsync("port-forward (refused)", async () =>
        Assert.Contains("nothing runs in a sandbox", await cluster.RunAsync("port-forward deployment/web -n matrix 0:8080", exitCode: 1), StringComparison.Ordinal));

    private Task<string> ApplyAsync(string name, string value) => cluster.RunAsync("apply -f -", ConfigMap(name, value));

    private static string ConfigMap(string name, string value) => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: {{name}}, namespace: matrix}
        data: {k: "{{value}}"}
        """;

    private static string Deployment(string name, string image) => $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{{name}}}, namespace: matrix}
        spec:
          selector: {matchLabels: {app: {{{name}}}}}
          template:
            metadata: {labels: {app: {{{name}}}}}
            spec: {containers: [{name: c, image: "{{{image}}}"}]}
        """;
}
