using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Schema;

namespace Cake.Istio.Sandbox.Tests.Fuzzing;

/// <summary>Makes requests for objects of any built-in kind, right by type and random otherwise.</summary>
internal sealed class ObjectGenerator(Random random, IReadOnlyList<string> namespaces)
{
    private const int Depth = 9;
    private static readonly IReadOnlyList<KindSchema> Kinds = [.. SchemaTable.BuiltIn.Kinds.Where(kind => kind.Verbs.Contains("create"))];
    private static readonly string[] Texts = ["", "a", "web", "http", "TCP", "10.96.0.9", "25%", "1Gi", "Always", "v1", "apps/v1", "example.com/x", "*/5 * * * *", "Ä b", "None", "2026-01-01T00:00:00Z"];

    /// <summary>A creation, replacement or patch of an object.</summary>
    public FuzzRequest Next()
    {
        var kind = Kinds[random.Next(Kinds.Count)];
        var (name, space) = ($"g{random.Next(40).ToString(CultureInfo.InvariantCulture)}", namespaces[random.Next(namespaces.Count)]);
        var value = (JsonObject)Value(kind.Type, 0)!;
        (value["apiVersion"], value["kind"]) = (kind.ApiVersion, kind.Kind);
        var metadata = new JsonObject { ["name"] = name };
        if (random.Next(4) == 0)
            metadata = value["metadata"] as JsonObject ?? metadata;
        metadata["name"] = name;
        metadata.Remove("namespace");
        metadata.Remove("resourceVersion");
        if (kind.IsNamespaced)
            metadata["namespace"] = space;
        value["metadata"] = metadata.Parent is null ? metadata : metadata.DeepClone();
        var collection = $"/{(kind.Group.Length == 0 ? "api" : "apis")}/{kind.ApiVersion}/{(kind.IsNamespaced ? $"namespaces/{space}/" : "")}{kind.Plural}";
        var body = System.Text.Encoding.UTF8.GetBytes(value.ToJsonString());
        return random.Next(4) switch
        {
            0 => new("PUT", $"{collection}/{name}", "application/json", "application/json", body),
            1 => new("PATCH", $"{collection}/{name}?fieldManager=fuzz&force=true", "application/apply-patch+yaml", "application/json", body),
            2 => new("PATCH", $"{collection}/{name}", random.Next(2) == 0 ? "application/merge-patch+json" : "application/strategic-merge-patch+json", "application/json", body),
            _ => new("POST", collection, "application/json", "application/json", body),
        };
    }

    private JsonNode? Value(TypeSchema type, int depth)
    {
        switch (type.Shape)
        {
            case TypeShape.Struct:
                var map = new JsonObject();
                foreach (var field in type.Fields.Values)
                    if (depth < Depth && (field.IsRequired || random.Next(depth < 2 ? 2 : 5) == 0))
                        map[field.Name] = field.Choices.Count > 0 && random.Next(8) > 0 ? field.Choices[random.Next(field.Choices.Count)] : Value(field.Type, depth + 1);
                return map;
            case TypeShape.List:
                return depth >= Depth ? [] : new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(type.Element!, depth + 1))]);
            case TypeShape.Map:
                return new JsonObject(Enumerable.Range(0, random.Next(3)).Select(index => KeyValuePair.Create($"k{index}", type.Element is null ? null : Value(type.Element, depth + 1))));
            case TypeShape.Int32 or TypeShape.Int64 or TypeShape.Number:
                return JsonValue.Create(random.Next(5) switch { 0 => 0, 1 => -1, 2 => 31000, 3 => 80, _ => 1 });
            case TypeShape.Boolean:
                return JsonValue.Create(random.Next(2) == 0);
            case TypeShape.IntOrString when random.Next(2) == 0:
                return JsonValue.Create(random.Next(100));
            case TypeShape.Time or TypeShape.MicroTime:
                return JsonValue.Create("2026-01-01T00:00:00Z");
            case TypeShape.Bytes:
                return JsonValue.Create("YQ==");
            case TypeShape.Quantity:
                return JsonValue.Create(random.Next(2) == 0 ? "100m" : "1Gi");
            default:
                return JsonValue.Create(Texts[random.Next(Texts.Length)]);
        }
    }
}
