using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.FieldOwnership;
using Cake.Istio.Sandbox.Schema;

namespace Cake.Istio.Sandbox.Tests.FieldOwnership;

public sealed class ServerSideApplyTests
{
    private static readonly KindSchema ConfigMap = Objects.Kind("v1", "ConfigMap");
    private static readonly KindSchema Deployment = Objects.Kind("apps/v1", "Deployment");

    [Fact]
    public void A_create_owns_the_leaves_it_names()
    {
        var created = Apply(null, "mesh", """{"data":{"x":"1","y":"2"}}""");
        Objects.AssertJson("""{"x":"1","y":"2"}""", created["data"]);
        Objects.AssertJson(
            """[{"manager":"mesh","operation":"Apply","apiVersion":"v1","time":"2026-01-02T03:04:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:x":{},"f:y":{}}}}]""",
            Fields(created));
    }

    [Fact]
    public void The_same_again_changes_nothing_not_even_the_time()
    {
        var created = Stored(Apply(null, "mesh", """{"data":{"x":"1"}}"""));
        Objects.AssertJson(created.ToJsonString(), Apply(created, "mesh", """{"data":{"x":"1"}}""", seconds: 60));
    }

    [Fact]
    public void What_is_let_go_goes_and_what_another_set_stays()
    {
        var live = Stored(Apply(null, "mesh", """{"data":{"x":"1","y":"2"}}"""));
        live = Update(live, "person", value => value["metadata"]!["labels"] = new JsonObject { ["untouched"] = "yes" });
        live = Apply(live, "mesh", """{"data":{"x":"1"}}""", seconds: 9);
        Objects.AssertJson("""{"x":"1"}""", live["data"]);
        Assert.Equal("yes", (string?)live["metadata"]!["labels"]!["untouched"]);
        Assert.Equal(["mesh Apply", "person Update"], Managers(live));
        Objects.AssertJson("""{"f:metadata":{"f:labels":{".":{},"f:untouched":{}}}}""", Fields(live)![1]!["fieldsV1"]);
    }

    [Fact]
    public void Another_value_for_an_owned_field_is_a_conflict()
    {
        var live = Stored(Apply(null, "first", """{"data":{"x":"1"}}"""));
        var refused = Assert.Throws<StatusException>(() => Apply(live, "second", """{"data":{"x":"2"}}"""));
        Objects.AssertJson(
            """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Apply failed with 1 conflict: conflict with \"first\": .data.x",
             "reason":"Conflict","details":{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"first\"","field":".data.x"}]},"code":409}
            """,
            refused.ToStatus());
    }

    [Fact]
    public void Several_conflicts_are_listed_by_manager()
    {
        var live = Stored(Apply(null, "first", """{"data":{"x":"1","y":"1"}}"""));
        live = Update(live, "other", value => value["data"]!["z"] = "1");
        var refused = Assert.Throws<StatusException>(() => Apply(live, "second", """{"data":{"x":"2","y":"2","z":"2"}}"""));
        Assert.Equal(
            "Apply failed with 3 conflicts: conflicts with \"first\":\n- .data.x\n- .data.y\nconflicts with \"other\" using v1:\n- .data.z", refused.Message);
        Assert.Equal("conflict with \"other\" using v1", refused.Causes[^1].Message);
    }

    [Fact]
    public void The_same_value_is_owned_together_and_a_newcomer_without_a_change_has_no_time()
    {
        var live = Stored(Apply(null, "first", """{"data":{"x":"1"}}"""));
        live = Apply(live, "second", """{"data":{"x":"1"}}""", seconds: 60);
        Assert.Equal(["second Apply", "first Apply"], Managers(live));
        Assert.Null(Fields(live)![0]!["time"]);
        live = Apply(live, "second", """{"metadata":{"name":"a"}}""");
        Objects.AssertJson("""{"x":"1"}""", live["data"]);
        Assert.Equal(["first Apply"], Managers(live));
    }

    [Fact]
    public void Force_takes_fields_over()
    {
        var live = Stored(Apply(null, "first", """{"data":{"x":"1"}}"""));
        live = Apply(live, "second", """{"data":{"x":"3"}}""", force: true);
        Assert.Equal(["second Apply"], Managers(live));
        Objects.AssertJson("""{"x":"3"}""", live["data"]);
        live = Apply(live, "first", """{"data":{}}""");
        Objects.AssertJson("""{"x":"3"}""", live["data"]);
    }

    [Fact]
    public void An_object_without_owners_belongs_to_before_first_apply()
    {
        var live = Stored(Objects.Complete(ConfigMap, """{"metadata":{"name":"a"},"data":{"x":"1","y":"1"}}"""));
        var refused = Assert.Throws<StatusException>(() => Apply(live, "mesh", """{"data":{"x":"2"}}"""));
        Assert.Equal("Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.x", refused.Message);
        Assert.Equal(["mesh Apply", "before-first-apply Update"], Managers(Apply(live, "mesh", """{"data":{"x":"2"}}""", force: true)));
    }

    [Fact]
    public void Containers_env_and_ports_merge_by_key_and_args_as_a_whole()
    {
        var live = Stored(ApplyTo(Deployment, null, "mesh", Pilot("""
            "image":"pilot:1","args":["discovery"],"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],"ports":[{"containerPort":8080},{"containerPort":15010}]
            """)));
        live = ApplyTo(Deployment, live, "other",
            """{"spec":{"template":{"spec":{"containers":[{"name":"pilot","env":[{"name":"C","value":"3"}]},{"name":"proxy","image":"proxy:1"}]}}}}""");
        Objects.AssertJson("""[{"name":"A","value":"1"},{"name":"B","value":"2"},{"name":"C","value":"3"}]""", Containers(live)[0]!["env"]);
        live = ApplyTo(Deployment, live, "mesh", Pilot(""" "image":"pilot:2","args":["discovery","--log"],"env":[{"name":"B","value":"2"}],"ports":[{"containerPort":15010}] """));
        Assert.Equal(["pilot", "proxy"], Containers(live).Select(container => (string?)container!["name"]));
        Objects.AssertJson("""[{"name":"B","value":"2"},{"name":"C","value":"3"}]""", Containers(live)[0]!["env"]);
        Objects.AssertJson("""["discovery","--log"]""", Containers(live)[0]!["args"]);
        Objects.AssertJson("""[{"containerPort":15010,"protocol":"TCP"}]""", Containers(live)[0]!["ports"]);
    }

    [Fact]
    public void A_struct_goes_with_the_last_field_that_was_applied()
    {
        var live = Stored(ApplyTo(Deployment, null, "mesh", Pilot(""" "image":"i:1","readinessProbe":{"httpGet":{"port":80},"periodSeconds":3} """)));
        Assert.NotNull(Containers(live)[0]!["readinessProbe"]);
        live = ApplyTo(Deployment, live, "mesh", Pilot(""" "image":"i:1" """));
        Assert.Null(Containers(live)[0]!["readinessProbe"]);
    }

    [Fact]
    public void Quantities_in_another_notation_leave_the_object_as_it_is()
    {
        var config = Pilot(""" "image":"i:1","resources":{"requests":{"cpu":"2000m","memory":"1024Mi"}} """);
        var live = Stored(ApplyTo(Deployment, null, "mesh", config));
        Objects.AssertJson("""{"cpu":"2","memory":"1Gi"}""", Containers(live)[0]!["resources"]!["requests"]);
        var again = ApplyTo(Deployment, live, "mesh", config);
        Objects.AssertJson(live["spec"]!.ToJsonString(), again["spec"]);
    }

    [Fact]
    public void Shared_items_take_the_order_of_the_configuration_and_others_stay_where_they_stood()
    {
        var live = Stored(ApplyTo(Deployment, null, "mesh", Pilot(""" "image":"i:1","env":[{"name":"A"},{"name":"B"},{"name":"C"}] """)));
        live = ApplyTo(Deployment, live, "other", """{"spec":{"template":{"spec":{"containers":[{"name":"pilot","env":[{"name":"X","value":"1"}]}]}}}}""");
        live = ApplyTo(Deployment, live, "mesh", Pilot(""" "image":"i:1","env":[{"name":"C"},{"name":"A"},{"name":"B"}] """));
        Assert.Equal(["C", "X", "A", "B"], Containers(live)[0]!["env"]!.AsArray().Select(env => (string?)env!["name"]));
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Secret"}""", "invalid object type: /v1, Kind=Secret")]
    [InlineData("""{"metadata":{"name":"a","managedFields":[]}}""", "metadata.managedFields must be nil")]
    [InlineData("""{"metadata":{"name":"a","namespace":"n"},"extra":1}""", "failed to create typed patch object (n/a; /v1, Kind=ConfigMap): .extra: field not declared in schema")]
    [InlineData("""{"metadata":{"name":"a","namespace":"n"},"data":[]}""", "failed to create typed patch object (n/a; /v1, Kind=ConfigMap): .data: expected map, got []")]
    public void A_configuration_that_does_not_fit_is_refused(string config, string message)
    {
        var refused = Assert.Throws<StatusException>(() => Apply(null, "mesh", config));
        Assert.Equal((400, message), ((int)refused.Code, refused.Message));
    }

    [Fact]
    public void Kubectl_takes_over_what_its_client_side_apply_had_set()
    {
        var live = Stored(Objects.Complete(ConfigMap, """{"metadata":{"name":"a"},"data":{"x":"1"}}"""));
        live = Update(live, "kubectl-client-side-apply", value =>
        {
            value["data"]!["x"] = "2";
            value["metadata"]!["annotations"] = new JsonObject
            {
                ["kubectl.kubernetes.io/last-applied-configuration"] = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"2"}}""",
            };
        }, tracked: true);
        Assert.Throws<StatusException>(() => Apply(live, "mesh", """{"data":{"x":"3"}}"""));
        var applied = Apply(live, "kubectl", """{"data":{"x":"3"}}""");
        Objects.AssertJson("""{"x":"3"}""", applied["data"]);
        Assert.Contains("\"x\":\"3\"", (string)applied["metadata"]!["annotations"]!["kubectl.kubernetes.io/last-applied-configuration"]!, StringComparison.Ordinal);
    }

    private static string Pilot(string container) =>
        """{"spec":{"replicas":1,"selector":{"matchLabels":{"app":"d"}},"template":{"metadata":{"labels":{"app":"d"}},"spec":{"containers":[{"name":"pilot",CONTAINER}]}}}}"""
            .Replace("CONTAINER", container, StringComparison.Ordinal);

    private static JsonArray Containers(JsonObject value) => value["spec"]!["template"]!["spec"]!["containers"]!.AsArray();

    private static JsonArray? Fields(JsonObject value) => value["metadata"]!["managedFields"] as JsonArray;

    private static string[] Managers(JsonObject value) => [.. Fields(value)!.Select(entry => $"{entry!["manager"]} {entry["operation"]}")];

    private static JsonObject Apply(JsonObject? live, string manager, string config, bool force = false, int seconds = 0) =>
        ApplyTo(ConfigMap, live, manager, config, force, seconds);

    private static JsonObject ApplyTo(KindSchema kind, JsonObject? live, string manager, string config, bool force = false, int seconds = 0)
    {
        var value = Objects.Parse(config);
        value["apiVersion"] ??= kind.ApiVersion;
        value["kind"] ??= kind.Kind;
        value["metadata"] ??= new JsonObject { ["name"] = "a" };
        return ServerSideApply.Apply(Objects.Ownership(kind, seconds), live, value, manager, force);
    }

    private static JsonObject Stored(JsonObject created)
    {
        created["metadata"]!["uid"] = "u";
        return created;
    }

    private static JsonObject Update(JsonObject live, string manager, Action<JsonObject> change, bool tracked = false)
    {
        if (tracked)
            live["metadata"]!["managedFields"] = Objects.Parse("""{"m":[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{}}}]}""")["m"]!.DeepClone();
        var next = live.DeepClone().AsObject();
        change(next);
        FieldManager.Update(Objects.Ownership(ConfigMap, 5), live, next, manager);
        return next;
    }
}
