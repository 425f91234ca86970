using System.Text.Json.Nodes;

namespace Cake.Istio.Sandbox.Tests.Server;

/// <summary>What <c>kubectl get</c> shows.</summary>
public sealed class TableTests
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    [Theory]
    [InlineData("/api/v1/namespaces/default/secrets", "Name:string,Type:string,Data:string,Age:string")]
    [InlineData("/api/v1/namespaces/default/limitranges", "Name:string,Created At:date")]
    [InlineData("/apis/scheduling.k8s.io/v1/priorityclasses", "Name:string,Value:integer,Global-Default:boolean,Age:string,PreemptionPolicy:string")]
    [InlineData("/apis/networking.k8s.io/v1/ipaddresses", "Name:string,ParentRef:string")]
    public async Task Columns_have_the_types_of_the_server(string path, string expected)
    {
        await using var client = await TestClient.StartAsync();
        var (_, table) = await client.GetAsync(path, Table);
        Assert.Equal(expected, string.Join(',', table["columnDefinitions"]!.AsArray().Select(column => $"{column!["name"]}:{column["type"]}")));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task Tables_and_partial_metadata_have_two_versions(string version)
    {
        const string Namespaces = "/api/v1/namespaces";
        await using var client = await TestClient.StartAsync();
        var (_, table) = await client.GetAsync(Namespaces, $"application/json;as=Table;v={version};g=meta.k8s.io");
        var (_, list) = await client.GetAsync(Namespaces, $"application/json;as=PartialObjectMetadataList;v={version};g=meta.k8s.io");
        var (_, one) = await client.GetAsync(Namespaces + "/default", $"application/json;as=PartialObjectMetadata;v={version};g=meta.k8s.io");
        foreach (var (kind, value) in new[] { ("Table", table), ("PartialObjectMetadata", table["rows"]![0]!["object"]!), ("PartialObjectMetadataList", list), ("PartialObjectMetadata", list["items"]![0]!), ("PartialObjectMetadata", one) })
            Assert.Equal((kind, $"meta.k8s.io/{version}"), ((string?)value["kind"], (string?)value["apiVersion"]));
    }

    [Fact]
    public async Task A_pod_that_has_run_to_its_end_says_so()
    {
        await using var client = await TestClient.StartAsync();
        const string Pods = "/api/v1/namespaces/default/pods";
        await client.PostAsync(Pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"i"},{"name":"b","image":"i"}]}}""");
        await client.SendAsync(HttpMethod.Patch, Pods + "/p/status", """
            {"status":{"phase":"Failed","containerStatuses":[{"name":"a","image":"i","imageID":"","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":0,"reason":"Completed"}}},
             {"name":"b","image":"i","imageID":"","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":3,"reason":"Error"}}}]}}
            """, "application/merge-patch+json");
        var (_, table) = await client.GetAsync(Pods + "/p?includeObject=None", Table);
        var row = table["rows"]![0]!;
        Assert.Equal(("Error", "Failed", "The pod failed."), ((string?)row["cells"]![2], (string?)row["conditions"]![0]!["reason"], (string?)row["conditions"]![0]!["message"]));
        Assert.Null(Assert.IsType<JsonObject>(row)["object"]);
    }

    [Fact]
    public async Task A_scale_has_columns_of_its_own()
    {
        await using var client = await TestClient.StartAsync();
        const string Sets = "/apis/apps/v1/namespaces/default/replicasets";
        await client.PostAsync(Sets, """
            {"metadata":{"name":"r"},"spec":{"replicas":2,"selector":{"matchLabels":{"a":"r"}},"template":{"metadata":{"labels":{"a":"r"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """);
        await client.UntilAsync(Sets + "/r", set => (int?)set["status"]!["replicas"] == 2);
        var (_, table) = await client.GetAsync(Sets + "/r/scale", Table);
        Assert.Equal(["r", "2", "2"], table["rows"]![0]!["cells"]!.AsArray().Take(3).Select(cell => cell!.ToString()));
        Assert.Equal(["Name", "Desired", "Available", "Age"], table["columnDefinitions"]!.AsArray().Select(column => (string?)column!["name"]));
    }
}
