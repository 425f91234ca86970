using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.ClientSide;

namespace Cake.Istio.Tests.Apply.ClientSide;

public sealed class ClientSideComparisonTests
{
    private const string Deployment = """
        {"apiVersion": "extensions/v1beta1", "kind": "Deployment", "metadata": {"name": "d", "namespace": "n", "labels": {"app": "d"}}, "spec": {"strategy": {"rollingUpdate": {"maxSurge": 1}},
         "template": {"spec": {"containers": [{"name": "c", "image": "i:1", "args": ["a", "b"], "env": [{"name": "A", "value": ""}], "resources": {"limits": {"cpu": "2000m"}}, "ports": [{"containerPort": 80}]}]}}}}
        """;

    [Fact]
    public void What_the_server_adds_and_writes_in_another_way_is_no_difference()
    {
        var live = Live(Deployment);
        live["apiVersion"] = "apps/v1";
        live["status"] = new JsonObject { ["replicas"] = 1 };
        live["spec"]!["strategy"]!["type"] = "RollingUpdate";
        var container = live["spec"]!["template"]!["spec"]!["containers"]![0]!.AsObject();
        container["resources"]!["limits"]!["cpu"] = "2";
        container["ports"]![0]!["protocol"] = "TCP";
        container["env"]![0]!.AsObject().Remove("value");
        live["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Add(new JsonObject { ["name"] = "sidecar" });

        Assert.Empty(Differences(Deployment, live));
    }

    [Fact]
    public void A_changed_value_is_named_with_what_kubectl_recorded()
    {
        var wanted = Deployment.Replace("i:1", "i:2", StringComparison.Ordinal).Replace("\"a\", \"b\"", "\"a\"", StringComparison.Ordinal).Replace("{\"app\": \"d\"}", "{\"app\": \"d\", \"x\": \"y\"}", StringComparison.Ordinal);
        Assert.Equal(
            [
                "Added .metadata.labels.x",
                "Changed .spec.template.spec.containers[name=\"c\"].image",
                "Changed .spec.template.spec.containers[name=\"c\"].args",
                Recorded("Changed"),
            ],
            Differences(wanted, Live(Deployment)));
    }

    [Fact]
    public void What_was_applied_and_is_no_longer_wanted_goes_and_what_others_added_stays()
    {
        var live = Live(Deployment);
        live["metadata"]!["labels"]!["others"] = "x";
        var wanted = Deployment.Replace("""{"name": "A", "value": ""}""", """{"name": "B", "value": ""}""", StringComparison.Ordinal).Replace("\"labels\": {\"app\": \"d\"}", "\"labels\": {}", StringComparison.Ordinal);
        Assert.Equal(
            [
                "Removed .metadata.labels.app",
                "Removed .spec.template.spec.containers[name=\"c\"].env[name=\"A\"]",
                Recorded("Changed"),
            ],
            Differences(wanted, live).Where(difference => !difference.Contains("env[name=\"B\"]", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{damaged")]
    public void An_object_that_kubectl_did_not_apply_gets_its_record(string? record)
    {
        var live = Live(Deployment);
        live["metadata"]!["annotations"] = record is null ? null : new JsonObject { [OwnershipMigration.LastApplied] = record };

        Assert.Equal([Recorded("Added")], Differences(Deployment, live));
    }

    private static string Recorded(string kind) => $"{kind} .metadata.annotations.{OwnershipMigration.LastApplied}";

    private static IEnumerable<string> Differences(string wanted, JsonObject live) =>
        ClientSideComparison.Compare(Sample.Json(wanted), live).Select(difference => $"{difference.Kind} {difference.Path}");

    private static JsonObject Live(string applied)
    {
        var live = Sample.Json(applied);
        live["metadata"]!["annotations"] = new JsonObject { [OwnershipMigration.LastApplied] = applied };
        return live;
    }
}
