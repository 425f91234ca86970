using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Errors;

namespace Cake.Istio.Manifests.Shape;

/// <summary>Checks that what an install reads in an object is of the type that the API gives it; everything else is the server's to judge.</summary>
internal static class ObjectShape
{
    /// <summary>Checks the objects.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ManifestNotAnObject"/>, with field, file and line.</exception>
    internal static void Check(IEnumerable<KubeObject> objects)
    {
        foreach (var o in objects.Where(o => DesiredBody.IsBuiltIn(o.Ref.Group)))
        {
            foreach (var rule in ShapeRule.For(o.Kind))
                Check(o, o.Json, rule.Path, 0, "", rule.Type);
        }
    }

    private static void Check(KubeObject o, JsonNode? node, IReadOnlyList<string> path, int step, string at, JsonValueKind type)
    {
        // Null is as good as absent.
        if (node is null)
            return;
        if (step == path.Count)
        {
            Expect(o, node, at, type);
            return;
        }

        Expect(o, node, at, JsonValueKind.Object);
        var fields = node.AsObject();
        var isList = path[step].EndsWith(ShapeRule.Each, StringComparison.Ordinal);
        var name = isList ? path[step][..^ShapeRule.Each.Length] : path[step];
        foreach (var (field, value) in name == ShapeRule.Any ? [.. fields] : fields.Where(field => field.Key == name))
        {
            var here = at.Length == 0 ? field : $"{at}.{field}";
            if (!isList)
            {
                Check(o, value, path, step + 1, here, type);
                continue;
            }

            if (value is null)
                continue;
            Expect(o, value, here, JsonValueKind.Array);
            for (var i = 0; i < value.AsArray().Count; i++)
                Check(o, value[i], path, step + 1, $"{here}[{i}]", type);
        }
    }

    private static void Expect(KubeObject o, JsonNode node, string at, JsonValueKind type)
    {
        var kind = node.GetValueKind() is JsonValueKind.False ? JsonValueKind.True : node.GetValueKind();
        if (kind == type)
            return;
        throw new MeshException(
            ErrorCode.ManifestNotAnObject,
            $"{o.Kind} '{o.Name}' has {Word(kind)} as {at}, where {Word(type)} is needed.",
            kind is JsonValueKind.Number or JsonValueKind.True ? "Put quotes around the value." : "Check how the file was generated.",
            o.Ref,
            o.Source);
    }

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "a mapping",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        _ => "a boolean",
    };
}
