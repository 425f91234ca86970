namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>A field set as it stands in <c>managedFields[].fieldsV1</c>.</summary>
internal static class FieldsV1
{
    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is broken.</exception>
    public static FieldSet Parse(JsonObject json)
    {
        var set = new FieldSet();
        Read(json, set);
        return set;
    }

    /// <summary>Writes it.</summary>
    public static JsonObject Write(FieldSet set) => Write(set, isMember: false);

    /// <summary>Fills the children of one element; true when the element itself is a member of its parent.</summary>
    private static bool Read(JsonObject json, FieldSet set)
    {
        var (isMember, hasChildren) = (false, false);
        foreach (var (key, value) in json)
        {
            if (key == ".")
            {
                isMember = true;
                continue;
            }
            if (PathElement.Parse(key) is not { } element)
                continue;
            hasChildren = true;
            var below = new FieldSet();
            if (Read(value as JsonObject ?? throw new FormatException($"{key} must be an object"), below))
                set.AddMember(element);
            if (!below.IsEmpty)
                set.AddChild(element, below);
        }
        return isMember || !hasChildren;
    }

    private static JsonObject Write(FieldSet set, bool isMember)
    {
        var json = new JsonObject();
        if (isMember)
            json["."] = new JsonObject();
        var at = 0;
        foreach (var member in set.Members)
        {
            for (; at < set.Children.Count && set.Children[at].Key.Order(member) < 0; at++)
                json[set.Children[at].Key.Serialize()] = Write(set.Children[at].Value, isMember: false);
            if (at < set.Children.Count && set.Children[at].Key.Equals(member))
                json[member.Serialize()] = Write(set.Children[at++].Value, isMember: true);
            else
                json[member.Serialize()] = new JsonObject();
        }
        for (; at < set.Children.Count; at++)
            json[set.Children[at].Key.Serialize()] = Write(set.Children[at].Value, isMember: false);
        return json;
    }
}
