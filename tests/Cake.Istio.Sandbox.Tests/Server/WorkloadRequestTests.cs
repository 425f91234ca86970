using System.Net;

namespace Cake.Istio.Sandbox.Tests.Server;

/// <summary>What requests do to what runs.</summary>
public sealed class WorkloadRequestTests
{
    private const string Merge = "application/merge-patch+json";
    private const string Containers = """{"containers":[{"name":"c","image":"i"}]}""";

    [Fact]
    public async Task A_job_deleted_without_a_word_leaves_its_pods()
    {
        await using var client = await TestClient.StartAsync();
        const string Jobs = "/apis/batch/v1/namespaces/default/jobs";
        await client.PostAsync(Jobs, """{"metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""");
        await client.UntilAsync(Jobs + "/j", job => (int?)job["status"]!["succeeded"] == 1);
        var (status, going) = await client.DeleteAsync(Jobs + "/j");
        Assert.Equal((HttpStatusCode.OK, "orphan"), (status, (string?)going["metadata"]!["finalizers"]![0]));
        await client.UntilAsync(Jobs + "/j", (code, _) => code == HttpStatusCode.NotFound);
        var (_, pods) = await client.GetAsync("/api/v1/namespaces/default/pods?labelSelector=job-name%3Dj");
        Assert.Null(Assert.Single(pods["items"]!.AsArray())!["metadata"]!["ownerReferences"]);
    }

    [Fact]
    public async Task An_indexed_job_numbers_its_pods()
    {
        await using var client = await TestClient.StartAsync();
        const string Jobs = "/apis/batch/v1/namespaces/default/jobs", Index = "batch.kubernetes.io/job-completion-index";
        await client.PostAsync(Jobs, """
            {"metadata":{"name":"j"},"spec":{"completions":3,"parallelism":2,"completionMode":"Indexed",
             "template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}
            """);
        var job = await client.UntilAsync(Jobs + "/j", found => (int?)found["status"]!["succeeded"] == 3);
        Assert.Equal("0-2", (string?)job["status"]!["completedIndexes"]);
        var (_, pods) = await client.GetAsync("/api/v1/namespaces/default/pods?labelSelector=job-name%3Dj");
        Assert.Equal(["0 j-0-", "1 j-1-", "2 j-2-"], pods["items"]!.AsArray().Select(pod => $"{pod!["metadata"]!["annotations"]![Index]} {pod["metadata"]!["generateName"]}").Order(StringComparer.Ordinal));
        Assert.Equal("JOB_COMPLETION_INDEX", (string?)pods["items"]![0]!["spec"]!["containers"]![0]!["env"]![0]!["name"]);
    }

    [Fact]
    public async Task A_stateful_set_has_claims_and_revisions()
    {
        await using var client = await TestClient.StartAsync();
        const string Apps = "/apis/apps/v1/namespaces/default";
        await client.PostAsync(Apps + "/statefulsets", """
            {"metadata":{"name":"db"},"spec":{"serviceName":"db","replicas":2,"selector":{"matchLabels":{"a":"db"}},
             "template":{"metadata":{"labels":{"a":"db"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}},
             "volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}
            """);
        var set = await client.UntilAsync(Apps + "/statefulsets/db", found => (int?)found["status"]!["availableReplicas"] == 2);
        Assert.Equal("PersistentVolumeClaim", (string?)set["spec"]!["volumeClaimTemplates"]![0]!["kind"]);
        var (_, claims) = await client.GetAsync("/api/v1/namespaces/default/persistentvolumeclaims");
        Assert.Equal(["data-db-0 Pending", "data-db-1 Pending"], claims["items"]!.AsArray().Select(claim => $"{claim!["metadata"]!["name"]} {claim["status"]!["phase"]}"));
        await ImageAsync("i:2");
        await ImageAsync("i:1");
        var (_, revisions) = await client.GetAsync(Apps + "/controllerrevisions");
        Assert.Equal([2, 3], revisions["items"]!.AsArray().Select(revision => (int)revision!["revision"]!).Order());

        async Task ImageAsync(string image)
        {
            var (_, changed) = await client.SendAsync(HttpMethod.Patch, Apps + "/statefulsets/db",
                $$$"""[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"{{{image}}}"}]""", "application/json-patch+json");
            var generation = (int?)changed["metadata"]!["generation"];
            await client.UntilAsync(Apps + "/statefulsets/db", found => (int?)found["status"]!["observedGeneration"] == generation && (int?)found["status"]!["updatedReplicas"] == 2);
        }
    }

    [Fact]
    public async Task A_daemon_set_counts_its_templates()
    {
        await using var client = await TestClient.StartAsync();
        const string Sets = "/apis/apps/v1/namespaces/default/daemonsets", Count = "deprecated.daemonset.template.generation";
        await client.PostAsync(Sets, $$$"""{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"d"}},"template":{"metadata":{"labels":{"a":"d"}},"spec":{{{Containers}}} } } }""");
        var set = await client.UntilAsync(Sets + "/d", found => (int?)found["status"]!["numberReady"] == 2);
        Assert.Equal("1", (string?)set["metadata"]!["annotations"]![Count]);
        var (_, pods) = await client.GetAsync("/api/v1/namespaces/default/pods?labelSelector=pod-template-generation%3D1");
        Assert.Equal((2, 1), (pods["items"]!.AsArray().Count, (int?)pods["items"]![0]!["metadata"]!["generation"]));
        var (_, changed) = await client.SendAsync(HttpMethod.Patch, Sets + "/d", """{"metadata":{"annotations":{"deprecated.daemonset.template.generation":"9"}},"spec":{"template":{"metadata":{"labels":{"b":"c"}}}}}""", Merge);
        Assert.Equal("2", (string?)changed["metadata"]!["annotations"]![Count]);
    }

    [Fact]
    public async Task A_budget_allows_so_many_evictions_and_no_more()
    {
        await using var client = await TestClient.StartAsync();
        const string Budget = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
        // Pods of their own: nothing replaces the first one before the second is asked for.
        string[] names = ["d-0", "d-1"];
        foreach (var name in names)
            await client.PostAsync("/api/v1/namespaces/default/pods", $$$"""{"metadata":{"name":"{{{name}}}","labels":{"a":"d"}},"spec":{{{Containers}}} }""");
        await client.PostAsync(Budget, """{"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"d"}}}}""");
        await client.UntilAsync(Budget + "/b", budget => (int?)budget["status"]?["disruptionsAllowed"] == 1);
        Assert.Equal("name in URL does not match name in Eviction object",
            (string?)(await client.PostAsync($"/api/v1/namespaces/default/pods/{names[0]}/eviction", """{"metadata":{"name":"other"}}""")).Body["message"]);
        var (first, _) = await EvictAsync(names[0]);
        var (second, refusal) = await EvictAsync(names[1]);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.TooManyRequests), (first, second));
        Assert.Equal(("Cannot evict pod as it would violate the pod's disruption budget.", "DisruptionBudget"),
            ((string?)refusal["message"], (string?)refusal["details"]!["causes"]![0]!["reason"]));

        Task<(HttpStatusCode Status, System.Text.Json.Nodes.JsonNode Body)> EvictAsync(string name) => client.PostAsync(
            $"/api/v1/namespaces/default/pods/{name}/eviction", $$$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{{name}}}"}}""");
    }

    [Fact]
    public async Task A_load_balancer_that_becomes_an_inner_service_loses_its_node_ports()
    {
        await using var client = await TestClient.StartAsync();
        const string Services = "/api/v1/namespaces/default/services";
        await client.PostAsync(Services, """{"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","externalTrafficPolicy":"Local","ports":[{"port":80}]}}""");
        var (status, service) = await client.SendAsync(HttpMethod.Patch, Services + "/s", """{"spec":{"type":"ClusterIP"}}""", Merge);
        Assert.Equal((HttpStatusCode.OK, null, null), (status, service["spec"]!["ports"]![0]!["nodePort"], service["spec"]!["healthCheckNodePort"]));
        var (_, refusal) = await client.PostAsync("/api/v1/namespaces/default/endpoints", """{"metadata":{"name":"e"},"subsets":[{"addresses":[{"ip":"127.0.0.1"}],"ports":[{"port":0}]}]}""");
        Assert.Equal(["subsets[0].addresses[0].ip", "subsets[0].ports[0].port"], refusal["details"]!["causes"]!.AsArray().Select(cause => (string?)cause!["field"]));
    }

    [Fact]
    public async Task A_deletion_asks_for_the_object_it_means()
    {
        await using var client = await TestClient.StartAsync();
        const string Maps = "/api/v1/namespaces/default/configmaps", Namespaces = "/api/v1/namespaces";
        var (_, map) = await client.PostAsync(Maps, """{"metadata":{"name":"m"}}""");
        var (code, status) = await client.DeleteAsync(Maps + "/m", """{"preconditions":{"uid":"u"}}""");
        Assert.Equal((HttpStatusCode.Conflict, $"Operation cannot be fulfilled on ConfigMap \"m\": the UID in the precondition (u) does not match the UID in record ({map["metadata"]!["uid"]}). "
            + "The object might have been deleted and then recreated"), (code, (string?)status["message"]));
        var (_, made) = await client.PostAsync(Namespaces, """{"metadata":{"generateName":"n-"},"spec":{"finalizers":["example.org/f"]}}""");
        var name = (string)made["metadata"]!["name"]!;
        Assert.Equal((name, "example.org/f"), ((string?)made["metadata"]!["labels"]!["kubernetes.io/metadata.name"], (string?)made["spec"]!["finalizers"]![0]));
        (_, status) = await client.DeleteAsync($"{Namespaces}/{name}", """{"preconditions":{"resourceVersion":"1"}}""");
        Assert.StartsWith($"Operation cannot be fulfilled on namespaces \"{name}\": Precondition failed: ResourceVersion in precondition: 1, ", (string?)status["message"], StringComparison.Ordinal);
        var (_, going) = await client.DeleteAsync($"{Namespaces}/{name}");
        Assert.Equal(("Terminating", null), ((string?)going["status"]!["phase"], going["metadata"]!["deletionGracePeriodSeconds"]));
    }
}
