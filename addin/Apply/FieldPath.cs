using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>A path into an object, such as <c>.spec.ports[port=80,protocol="TCP"].nodePort</c>.</summary>
/// <param name="Elements">The steps from the object's root.</param>
internal sealed record FieldPath(ImmutableArray<FieldPathElement> Elements)
{
    /// <summary>The object itself.</summary>
    public static FieldPath Root { get; } = new(ImmutableArray<FieldPathElement>.Empty);

    /// <summary>The name of the last field on the path; empty for the root.</summary>
    public string LastField => Elements.LastOrDefault(element => element.Field is not null)?.Field ?? "";

    public static FieldPath operator +(FieldPath path, FieldPathElement element) => path.Then(element);

    /// <summary>A path of fields only, from <c>spec.type</c>.</summary>
    public static FieldPath Of(params IEnumerable<string> fields) => new([.. fields.Select(FieldPathElement.OfField)]);

    /// <summary>The path one step further.</summary>
    public FieldPath Then(FieldPathElement element) => new(Elements.Add(element));

    /// <summary>The path one field further.</summary>
    public FieldPath Then(string field) => Then(FieldPathElement.OfField(field));

    /// <summary>What stands at the path, or null.</summary>
    public JsonNode? Find(JsonNode? root) => Elements.Aggregate(root, (node, element) => element.Find(node));

    /// <summary>Takes what stands at the path out of an object, if it is there.</summary>
    public void RemoveFrom(JsonObject root)
    {
        var parent = new FieldPath(Elements.RemoveAt(Elements.Length - 1)).Find(root);
        var last = Elements[^1];
        if (parent is JsonObject fields && last.Field is not null)
            fields.Remove(last.Field);
        else if (parent is JsonArray items && last.Find(items) is { } item)
            items.Remove(item);
    }

    /// <summary>Gives the form of the server's messages.</summary>
    public override string ToString() => string.Concat(Elements);
}
