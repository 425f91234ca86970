using System.Net;

namespace Cake.Istio.Sandbox.Tests.Server;

/// <summary>Reads as of a version, and the scale of a workload as what owns it.</summary>
public sealed class ListVersionTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_list_as_of_a_version_shows_what_there_was()
    {
        await using var client = await TestClient.StartAsync();
        var (_, created) = await client.PostAsync(Maps, """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        await client.PutAsync($"{Maps}/a", """{"metadata":{"name":"a"},"data":{"k":"2"}}""");
        await client.PostAsync(Maps, """{"metadata":{"name":"b"}}""");
        var version = (string)created["metadata"]!["resourceVersion"]!;

        var (_, list) = await client.GetAsync($"{Maps}?fieldSelector=metadata.name!%3Dkube-root-ca.crt,metadata.name!%3Dopenshift-service-ca.crt&resourceVersion={version}&resourceVersionMatch=Exact");

        Assert.Equal(version, (string?)list["metadata"]!["resourceVersion"]);
        Assert.Equal("1", (string?)Assert.Single(list["items"]!.AsArray())!["data"]!["k"]);
    }

    [Fact]
    public async Task A_version_that_is_still_to_come_is_waited_for_in_vain()
    {
        await using var client = await TestClient.StartAsync();
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await client.GetAsync("/api/v1/namespaces/default?resourceVersion=999999999")).Status);
    }

    [Fact]
    public async Task An_applied_scale_owns_the_replicas()
    {
        const string Path = "/apis/apps/v1/namespaces/default/deployments";
        await using var client = await TestClient.StartAsync();
        await client.PostAsync(Path, """
            {"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """);

        var (status, scale) = await client.ApplyAsync($"{Path}/d/scale?fieldManager=scaler&force=true", """{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"d"},"spec":{"replicas":3}}""");
        var (_, deployment) = await client.GetAsync($"{Path}/d");

        Assert.Equal((HttpStatusCode.OK, 3), (status, (int)scale["spec"]!["replicas"]!));
        var entry = deployment["metadata"]!["managedFields"]!.AsArray().Single(entry => (string?)entry!["manager"] == "scaler")!;
        Assert.Equal(("Apply", "scale", """{"f:spec":{"f:replicas":{}}}"""), ((string?)entry["operation"], (string?)entry["subresource"], entry["fieldsV1"]!.ToJsonString()));
    }
}
