using System.Net;

namespace Cake.Istio.Sandbox.Tests.Server;

/// <summary>A write cannot turn an object into another one.</summary>
public sealed class IdentityTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";

    [Theory]
    [InlineData(Merge, """{"kind":"Secret"}""", 422, "Invalid", "patch")]
    [InlineData(Merge, """{"apiVersion":"v2"}""", 422, "Invalid", "patch")]
    [InlineData(Json, """[{"op":"replace","path":"/kind","value":"Secret"}]""", 422, "Invalid", "patch")]
    [InlineData(Merge, """{"metadata":{"name":"other"}}""", 400, "BadRequest", null)]
    [InlineData(Json, """[{"op":"replace","path":"/metadata/namespace","value":"other"}]""", 400, "BadRequest", null)]
    [InlineData(Merge, """{"metadata":{"uid":"other"}}""", 422, "Invalid", "metadata.uid")]
    [InlineData(Merge, """{"metadata":{"deletionTimestamp":"2020-01-01T00:00:00Z"}}""", 422, "Invalid", "metadata.deletionTimestamp")]
    [InlineData(Strategic, """{"metadata":{"deletionGracePeriodSeconds":1}}""", 422, "Invalid", "metadata.deletionGracePeriodSeconds")]
    public async Task A_patch_cannot_change_what_an_object_is(string contentType, string patch, int status, string reason, string? field)
    {
        await using var client = await StartAsync();

        var (code, body) = await client.SendAsync(HttpMethod.Patch, $"{Maps}/a", patch, contentType);

        Assert.Equal((status, reason, field), ((int)code, (string?)body["reason"], (string?)body["details"]?["causes"]?[0]?["field"]));
        Assert.Equal("ConfigMap", (string?)(await client.GetAsync($"{Maps}/a")).Body["kind"]);
    }

    [Theory]
    [InlineData(Strategic, """{"kind":"Secret","apiVersion":"v9"}""")]
    [InlineData(Merge, """{"kind":null,"apiVersion":null}""")]
    [InlineData(Merge, """{"metadata":{"creationTimestamp":"2020-01-01T00:00:00Z","generation":9}}""")]
    public async Task What_a_server_sets_itself_stays_as_it_is(string contentType, string patch)
    {
        await using var client = await StartAsync();
        var before = (await client.GetAsync($"{Maps}/a")).Body.ToJsonString();

        var (code, body) = await client.SendAsync(HttpMethod.Patch, $"{Maps}/a", patch, contentType);

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(before, body.ToJsonString());
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}""", 400, """Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion""")]
    [InlineData("""{"apiVersion":"v1","kind":"Bogus","metadata":{"name":"a"}}""", 400, """Bogus in version "v1" cannot be handled as a ConfigMap: no kind "Bogus" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30" """)]
    [InlineData("""{"metadata":{"name":"a","namespace":"other"}}""", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("""{"metadata":{"name":"a","uid":"other"}}""", 409, "Precondition failed: UID in precondition: other, UID in object meta: ")]
    [InlineData("[1]", 400, "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal array")]
    public async Task A_replacement_is_of_the_kind_name_namespace_and_uid_it_replaces(string body, int status, string message)
    {
        await using var client = await StartAsync();

        var (code, answer) = await client.PutAsync($"{Maps}/a", body);

        Assert.Equal(status, (int)code);
        Assert.Contains(message.TrimEnd(), (string?)answer["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_apply_with_a_uid_creates_nothing()
    {
        await using var client = await StartAsync();

        var (code, body) = await client.ApplyAsync($"{Maps}/new?fieldManager=m", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"new","uid":"u"}}""");

        Assert.Equal((HttpStatusCode.Conflict, "Conflict"), (code, (string?)body["reason"]));
    }

    [Fact]
    public async Task A_lease_is_created_by_PUT_and_replaced_only_with_its_resourceVersion()
    {
        const string path = "/apis/coordination.k8s.io/v1/namespaces/default/leases/l";
        await using var client = await StartAsync();

        var (created, lease) = await client.PutAsync(path, """{"metadata":{"name":"l","resourceVersion":"7"}}""");
        var (without, refusal) = await client.PutAsync(path, """{"metadata":{"name":"l"},"spec":{"holderIdentity":"me"}}""");
        var (with, _) = await client.PutAsync(path, $$$"""{"metadata":{"name":"l","resourceVersion":"{{{lease["metadata"]!["resourceVersion"]}}}"},"spec":{"holderIdentity":"me"}}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (created, without, with));
        Assert.Equal("metadata.resourceVersion", (string?)refusal["details"]!["causes"]![0]!["field"]);
    }

    private static async Task<TestClient> StartAsync()
    {
        var client = await TestClient.StartAsync();
        await client.PostAsync(Maps, """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        return client;
    }
}
