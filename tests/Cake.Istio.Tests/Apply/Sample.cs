using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Apply;

/// <summary>Objects for tests, from JSON with the quotes left out where YAML would not need them.</summary>
internal static class Sample
{
    public static JsonObject Json(string json) => (JsonObject)JsonNode.Parse(json)!;

    public static KubeObject Object(string json, int line = 1) => new(Json(json), new("mesh.yaml", line, 1));

    public static KubeObject Named(string apiVersion, string kind, string? ns, string name)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ns is not null)
            metadata["namespace"] = ns;
        return new(new() { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata }, new("mesh.yaml", 1, 1));
    }

    /// <summary>A live object: the body with what a server adds, owned as the field sets say.</summary>
    public static JsonObject Live(string body, params (string Manager, string Operation, string Fields)[] owners)
    {
        var live = Json(body);
        var metadata = (JsonObject)live["metadata"]!;
        metadata["uid"] = "1";
        metadata["resourceVersion"] = "7";
        metadata["managedFields"] = new JsonArray([.. owners.Select(owner => new JsonObject
        {
            ["manager"] = owner.Manager.Split('/')[0],
            ["operation"] = owner.Operation,
            ["apiVersion"] = (string?)live["apiVersion"],
            ["fieldsType"] = "FieldsV1",
            ["time"] = "2026-01-01T00:00:00Z",
            ["fieldsV1"] = JsonNode.Parse(owner.Fields),
            ["subresource"] = owner.Manager.Contains('/', StringComparison.Ordinal) ? owner.Manager.Split('/')[1] : "",
        })]);
        return live;
    }
}
