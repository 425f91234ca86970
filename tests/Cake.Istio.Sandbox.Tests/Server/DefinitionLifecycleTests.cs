using System.Net;
using System.Text.Json.Nodes;

namespace Cake.Istio.Sandbox.Tests.Server;

/// <summary>CustomResourceDefinitions from their first name to their last object.</summary>
public sealed class DefinitionLifecycleTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    [Fact]
    public async Task A_taken_name_waits_until_it_is_free_and_the_others_are_accepted()
    {
        await using var client = await TestClient.StartAsync();
        await client.PostAsync(Definitions, Definition("foos", "Foo", "{}"));
        await Established(client, "foos");
        await client.PostAsync(Definitions, Definition("foxes", "Foo", """{"singular":"fox","shortNames":["foos","fx"]}"""));
        var waiting = await client.UntilAsync($"{Definitions}/foxes.a.example", value => value["status"]!["conditions"] is JsonArray { Count: 2 });
        Assert.Equal(["False ListKindConflict \"FooList\" is already in use", "False NotAccepted not all names are accepted"],
            waiting["status"]!["conditions"]!.AsArray().Select(item => $"{item!["status"]} {item["reason"]} {item["message"]}"));
        Assert.Equal("""{"kind":"","plural":"foxes","singular":"fox"}""", waiting["status"]!["acceptedNames"]!.ToJsonString());

        await client.DeleteAsync($"{Definitions}/foos.a.example");
        var accepted = await Established(client, "foxes");
        Assert.Equal(["foos", "fx"], accepted["status"]!["acceptedNames"]!["shortNames"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public async Task A_new_storage_version_is_remembered_and_the_old_one_goes_when_it_is_taken_out()
    {
        await using var client = await TestClient.StartAsync();
        await client.PostAsync(Definitions, Definition("foos", "Foo", "{}", Version("v1", true), Version("v1beta1", false, ",\"deprecated\":true")));
        var definition = await Established(client, "foos");
        (definition["spec"]!["versions"]![0]!["storage"], definition["spec"]!["versions"]![1]!["storage"]) = (false, true);
        var (_, moved) = await client.PutAsync($"{Definitions}/foos.a.example", definition.ToJsonString());
        Assert.Equal(["v1", "v1beta1"], moved["status"]!["storedVersions"]!.AsArray().Select(name => (string?)name));

        moved["spec"]!["versions"]!.AsArray().RemoveAt(0);
        var (_, refusal) = await client.PutAsync($"{Definitions}/foos.a.example", moved.ToJsonString());
        Assert.Equal("status.storedVersions[0]", (string?)refusal["details"]!["causes"]![0]!["field"]);

        var (_, cleaned) = await client.SendAsync(HttpMethod.Patch, $"{Definitions}/foos.a.example/status", """{"status":{"storedVersions":["v1beta1"]}}""", "application/merge-patch+json");
        cleaned["spec"]!["versions"]!.AsArray().RemoveAt(0);
        var (status, _) = await client.PutAsync($"{Definitions}/foos.a.example", cleaned.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, status);
        await client.UntilAsync("/apis/a.example", group => group["versions"] is JsonArray { Count: 1 });
    }

    [Fact]
    public async Task A_definition_that_goes_takes_nothing_in_and_waits_for_its_objects()
    {
        await using var client = await TestClient.StartAsync();
        await client.PostAsync(Definitions, Definition("foos", "Foo", "{}"));
        await Established(client, "foos");
        const string Foos = "/apis/a.example/v1/namespaces/default/foos";
        await client.UntilAsync(Foos);
        await client.PostAsync(Foos, """{"apiVersion":"a.example/v1","kind":"Foo","metadata":{"name":"held","finalizers":["a.example/hold"]}}""");
        var (_, going) = await client.DeleteAsync($"{Definitions}/foos.a.example");
        Assert.Equal("Terminating InstanceDeletionPending", $"{going["status"]!["conditions"]![2]!["type"]} {going["status"]!["conditions"]![2]!["reason"]}");
        var (_, discovery) = await client.GetAsync("/apis/a.example/v1");
        Assert.Equal(["delete", "deletecollection", "get", "list", "watch"], discovery["resources"]![0]!["verbs"]!.AsArray().Select(verb => (string?)verb));
        var (code, refusal) = await client.PostAsync(Foos, """{"apiVersion":"a.example/v1","kind":"Foo","metadata":{"name":"late"}}""");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "create not allowed while custom resource definition is terminating"), (code, (string?)refusal["message"]));
        await client.SendAsync(HttpMethod.Patch, Foos + "/held", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        await client.UntilAsync($"{Definitions}/foos.a.example", (status, _) => status == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Discovery_tells_the_hash_of_the_stored_version()
    {
        await using var client = await TestClient.StartAsync();
        var (_, core) = await client.GetAsync("/api/v1");
        Assert.Equal("xPOwRZ+Yhw8=", (string?)core["resources"]!.AsArray().Single(item => (string?)item!["name"] == "pods")!["storageVersionHash"]);
        var (_, groups) = await client.GetAsync("/apis");
        Assert.Equal(["name", "versions", "preferredVersion"], groups["groups"]![0]!.AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task A_definition_without_subresources_has_none_and_is_told_in_full()
    {
        await using var client = await TestClient.StartAsync();
        await client.PostAsync(Definitions, Definition("foos", "Foo", "{}"));
        await Established(client, "foos");
        await client.UntilAsync("/apis/a.example/v1");
        var (status, refusal) = await client.GetAsync("/apis/a.example/v1/namespaces/default/foos/f/status");
        Assert.Equal((HttpStatusCode.NotFound, "foos.a.example \"f\" not found"), (status, (string?)refusal["message"]));
        var (_, all) = await client.GetAsync("/apis", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        var group = all["items"]!.AsArray().Single(item => (string?)item!["metadata"]!["name"] == "a.example");
        Assert.Equal("""{"group":"a.example","version":"v1","kind":"Foo"}""", group!["versions"]![0]!["resources"]![0]!["responseKind"]!.ToJsonString());
    }

    private static string Definition(string plural, string kind, string names, params string[] versions) => $$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{{plural}}}.a.example"},
         "spec":{"group":"a.example","scope":"Namespaced","names":{"plural":"{{{plural}}}","kind":"{{{kind}}}",{{{names.Trim('{', '}')}}}{{{(names == "{}" ? $"\"singular\":\"{kind.ToLowerInvariant()}\"" : "")}}}},
                 "versions":[{{{(versions.Length == 0 ? Version("v1", true) : string.Join(',', versions))}}}]}}
        """;

    private static string Version(string name, bool storage, string more = "") =>
        $$$"""{"name":"{{{name}}}","served":true,"storage":{{{(storage ? "true" : "false")}}},"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}{{{more}}}}""";

    private static Task<JsonNode> Established(TestClient client, string plural) => client.UntilAsync($"{Definitions}/{plural}.a.example", value =>
        value["status"]!["conditions"] is JsonArray conditions && conditions.Any(item => (string?)item!["type"] == "Established" && (string?)item["status"] == "True"));
}
