using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>The OpenAPI schemas of a Kubernetes 1.36 server, as strict as its field validation: no unknown field, no wrong type, no duplicate list key.</summary>
internal sealed class OpenApi
{
    private readonly Dictionary<(string ApiVersion, string Kind), (JsonObject Document, JsonObject Schema)> _kinds = [];

    private OpenApi(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            var document = JsonNode.Parse(File.ReadAllText(file), documentOptions: new() { MaxDepth = 512 })!.AsObject();
            foreach (var (_, schema) in document["components"]!["schemas"]!.AsObject())
            {
                if (schema!["x-kubernetes-group-version-kind"] is JsonArray { Count: 1 } ids && ids[0] is { } id)
                    _kinds[(ApiVersion(id), (string)id["kind"]!)] = (document, schema.AsObject());
            }
        }
    }

    private static string ApiVersion(JsonNode id) => (string)id["group"]! is { Length: > 0 } group ? $"{group}/{id["version"]}" : (string)id["version"]!;

    /// <summary>The recorded schemas, where they exist; else the test is skipped.</summary>
    internal static OpenApi Recorded()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Cake.Istio.slnx")))
            folder = Path.GetDirectoryName(folder);
        var recorded = Path.Combine(Path.GetDirectoryName(folder) ?? "", "shared", "conformance", "openapi", "v3");
        Assert.SkipUnless(Directory.Exists(recorded), $"'{recorded}' does not exist");
        return new OpenApi(recorded);
    }

    /// <summary>Whether there is a schema for that kind.</summary>
    internal bool Knows(string apiVersion, string kind) => _kinds.ContainsKey((apiVersion, kind));

    /// <summary>What a server would say against the object.</summary>
    internal IReadOnlyList<string> Problems(KubeObject o)
    {
        var problems = new List<string>();
        if (_kinds.TryGetValue((o.ApiVersion, o.Kind), out var found))
            new OpenApiCheck(found.Document, problems).Check(o.Json, found.Schema, o.Ref.ToString());
        else
            problems.Add($"{o.Ref}: {o.ApiVersion} is not served");
        return problems;
    }
}
