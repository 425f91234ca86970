using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.FieldOwnership;
using Cake.Istio.Sandbox.Schema;

namespace Cake.Istio.Sandbox.Tests;

/// <summary>Short ways to objects in tests.</summary>
internal static class Objects
{
    /// <summary>The time of the first write of a test; later ones add to it.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    public static KindSchema Kind(string apiVersion, string kind) => SchemaTable.BuiltIn.Find(apiVersion, kind)!;

    /// <summary>The object in its stored form.</summary>
    public static JsonObject Complete(KindSchema kind, string json)
    {
        var value = Parse(json);
        value["apiVersion"] ??= kind.ApiVersion;
        value["kind"] ??= kind.Kind;
        ObjectForm.Complete(kind, value);
        return value;
    }

    public static Ownership Ownership(KindSchema kind, int seconds = 0, string? subresource = null) => new(kind, subresource, Start.AddSeconds(seconds));

    /// <summary>Equal as JSON, whatever the order of keys.</summary>
    public static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nactual   {actual?.ToJsonString() ?? "null"}");
}
