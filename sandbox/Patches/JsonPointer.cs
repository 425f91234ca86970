namespace Cake.Istio.Sandbox.Patches;

/// <summary>Finds and changes what a JSON pointer (RFC 6901) speaks of. Negative indexes count from the end, as kube-apiserver has it.</summary>
internal static class JsonPointer
{
    /// <summary>The value.</summary>
    /// <exception cref="PatchException">There is none.</exception>
    public static JsonNode? Find(JsonNode? document, string path)
    {
        if (path.Length == 0)
            return document;
        var (parent, key) = Parent(document, path);
        if (parent is JsonArray list)
            return list[Index(list, key, list.Count - 1)];
        return parent.AsObject().TryGetPropertyValue(key, out var value) ? value : throw Missing(path);
    }

    /// <summary>Adds a member, or inserts into a list (<c>-</c> appends); the root is replaced.</summary>
    /// <exception cref="PatchException">There is no place for it.</exception>
    public static JsonNode? Add(JsonNode? document, string path, JsonNode? value)
    {
        if (path.Length == 0)
            return value;
        var (parent, key) = Parent(document, path);
        if (parent is JsonArray list)
            list.Insert(key == "-" ? list.Count : Index(list, key, list.Count), value);
        else
            parent.AsObject()[key] = value;
        return document;
    }

    /// <summary>Puts a value in the place of one that is there.</summary>
    /// <exception cref="PatchException">There is none.</exception>
    public static JsonNode? Replace(JsonNode? document, string path, JsonNode? value)
    {
        if (path.Length == 0)
            return value;
        var (parent, key) = Parent(document, path);
        if (parent is JsonArray list)
            list[Index(list, key, list.Count - 1)] = value;
        else if (parent.AsObject().ContainsKey(key))
            parent.AsObject()[key] = value;
        else
            throw Missing(path);
        return document;
    }

    /// <summary>Removes a value that is there.</summary>
    /// <exception cref="PatchException">There is none.</exception>
    public static JsonNode? Remove(JsonNode? document, string path)
    {
        if (path.Length == 0)
            return null;
        var (parent, key) = Parent(document, path);
        if (parent is JsonArray list)
            list.RemoveAt(Index(list, key, list.Count - 1));
        else if (!parent.AsObject().Remove(key))
            throw Missing(path);
        return document;
    }

    private static (JsonNode Parent, string Key) Parent(JsonNode? document, string path)
    {
        var steps = path.Split('/');
        if (steps[0].Length > 0)
            throw Missing(path);
        var node = document;
        foreach (var step in steps.AsSpan(1, steps.Length - 2))
            node = node switch
            {
                JsonObject map => map[Decode(step)],
                JsonArray list => list[Index(list, step, list.Count - 1)],
                _ => throw Missing(path),
            };
        return node is JsonObject or JsonArray ? (node, Decode(steps[^1])) : throw Missing(path);
    }

    private static int Index(JsonArray list, string key, int most)
    {
        if (!int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            throw new PatchException($"strconv.Atoi: parsing \"{key}\": invalid syntax");
        var found = index < 0 ? index + most + 1 : index;
        return found >= 0 && found <= most ? found : throw new PatchException($"Unable to access invalid index: {index}: invalid index referenced");
    }

    private static PatchException Missing(string path) => new($"doc is missing path: {path}: missing value");

    private static string Decode(string step) => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
