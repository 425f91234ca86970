using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.FieldOwnership;
using Cake.Istio.Sandbox.Schema;

namespace Cake.Istio.Sandbox.Tests.FieldOwnership;

public sealed class FieldManagerUpdateTests
{
    private static readonly KindSchema ConfigMap = Objects.Kind("v1", "ConfigMap");
    private static readonly KindSchema Deployment = Objects.Kind("apps/v1", "Deployment");

    [Fact]
    public void A_create_owns_maps_and_their_keys()
    {
        var value = Create(ConfigMap, """{"metadata":{"name":"a","namespace":"n"},"data":{"k":"1"}}""");
        Objects.AssertJson(
            """[{"manager":"Python-urllib","operation":"Update","apiVersion":"v1","time":"2026-01-02T03:04:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{".":{},"f:k":{}}}}]""",
            value["metadata"]!["managedFields"]);
    }

    [Fact]
    public void A_create_with_nothing_in_it_has_no_owner() => Assert.Null(Create(ConfigMap, """{"metadata":{"name":"a"},"data":{}}""")["metadata"]!["managedFields"]);

    [Fact]
    public void A_created_deployment_is_owned_as_a_real_server_writes_it() => Objects.AssertJson(
        """
        {"f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},"f:selector":{},
          "f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},
          "f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},
            "f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{},
                "f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},
              "f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}}
        """,
        Create(Deployment, """
            {"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"app":"d"}},"template":{"metadata":{"labels":{"app":"d"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}
            """)["metadata"]!["managedFields"]![0]!["fieldsV1"]);

    [Fact]
    public void An_update_takes_the_fields_it_changes_from_others()
    {
        var live = Create(ConfigMap, """{"metadata":{"name":"a"},"data":{"k":"1","l":"1"}}""");
        var next = Change(live, value => value["data"]!["k"] = "2");
        FieldManager.Update(Objects.Ownership(ConfigMap, 60), live, next, "other");
        Objects.AssertJson(
            """
            [{"manager":"Python-urllib","operation":"Update","apiVersion":"v1","time":"2026-01-02T03:04:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{".":{},"f:l":{}}}},
             {"manager":"other","operation":"Update","apiVersion":"v1","time":"2026-01-02T03:05:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:k":{}}}}]
            """,
            next["metadata"]!["managedFields"]);
    }

    [Fact]
    public void Removed_fields_have_no_owner_and_an_owner_of_nothing_is_forgotten()
    {
        var live = Create(ConfigMap, """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        var next = Change(live, value => value.Remove("data"));
        FieldManager.Update(Objects.Ownership(ConfigMap), live, next, "other");
        Assert.Null(next["metadata"]!["managedFields"]);
    }

    [Fact]
    public void A_status_update_is_an_entry_of_its_own_and_owns_nothing_of_the_spec()
    {
        var live = Create(Deployment, """{"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{},"template":{}}}""");
        var next = Change(live, value =>
        {
            value["status"]!["replicas"] = 1;
            value["spec"]!["replicas"] = 5;
        });
        FieldManager.Update(Objects.Ownership(Deployment, 1, "status"), live, next, "kube-controller-manager");
        var entry = next["metadata"]!["managedFields"]![1]!;
        Objects.AssertJson("""{"f:status":{"f:replicas":{}}}""", entry["fieldsV1"]);
        Assert.Equal("status", (string?)entry["subresource"]);
    }

    [Fact]
    public void An_update_that_brings_an_empty_list_resets_the_owners()
    {
        var live = Create(ConfigMap, """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        var next = Change(live, value => value["metadata"]!["managedFields"] = new JsonArray());
        FieldManager.Update(Objects.Ownership(ConfigMap), live, next, "other");
        Assert.Null(next["metadata"]!["managedFields"]);
    }

    [Fact]
    public void More_than_ten_updaters_are_merged_into_ancient_changes()
    {
        var live = Create(ConfigMap, """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        for (var index = 0; index < 12; index++)
        {
            var next = Change(live, value => value["data"]![$"k{index}"] = "1");
            FieldManager.Update(Objects.Ownership(ConfigMap, index + 1), live, next, $"m{index:00}");
            live = next;
        }
        var managers = live["metadata"]!["managedFields"]!.AsArray().Select(entry => (string?)entry!["manager"]).ToList();
        Assert.Equal(10, managers.Count);
        Assert.Equal("ancient-changes", managers[0]);
    }

    private static JsonObject Create(KindSchema kind, string json)
    {
        var value = Objects.Complete(kind, json);
        FieldManager.Update(Objects.Ownership(kind), EmptyObject.Of(kind), value, "Python-urllib");
        value["metadata"]!["uid"] = "u";
        return value;
    }

    private static JsonObject Change(JsonObject live, Action<JsonObject> change)
    {
        var next = live.DeepClone().AsObject();
        change(next);
        return next;
    }
}
