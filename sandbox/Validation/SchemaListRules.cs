namespace Cake.Istio.Sandbox.Validation;

/// <summary>How the lists of a custom resource are merged: <c>x-kubernetes-list-type</c> and the keys of its items.</summary>
internal static class SchemaListRules
{
    /// <summary>Checks the schema of a list; nothing for others.</summary>
    public static void Check(FieldCursor schema)
    {
        var (listType, items, keys) = (schema["x-kubernetes-list-type"], schema["items"], schema["x-kubernetes-list-map-keys"]);
        if (listType.IsSet && schema["type"].Text != "array")
            schema["type"].RequireExactly("array", "must be array if x-kubernetes-list-type is specified");
        else if (listType.Text == "set")
            CheckSetItems(items);
        listType.Choose("atomic", "set", "map");
        if (keys.Count > 0)
            listType.RequireExactly("map", "must be map if x-kubernetes-list-map-keys is non-empty");
        if (listType.Text == "map")
            CheckMapItems(items, keys);
        if (listType.Text is not ("set" or "map"))
            return;
        if (items["nullable"].IsTrue)
            items["nullable"].Forbid("cannot be nullable when x-kubernetes-list-type is " + listType.Text);
        foreach (var key in keys.Items())
            CheckKey(items["properties"].Key(key.Text), items["required"].Items().Any(name => name.Text == key.Text));
    }

    private static void CheckSetItems(FieldCursor items)
    {
        const string Why = "must be atomic as item of a list with x-kubernetes-list-type=set";
        var (listType, mapType) = (items["x-kubernetes-list-type"], items["x-kubernetes-map-type"]);
        if (items["type"].Text == "array" && listType.IsSet && listType.Text != "atomic")
            listType.Invalid(Why);
        if (items["type"].Text == "object" && mapType.Text != "atomic")
            mapType.Invalid(Why);
    }

    private static void CheckMapItems(FieldCursor items, FieldCursor keys)
    {
        keys.Require("must not be empty if x-kubernetes-list-type is map");
        items.RequireSet("must have a schema if x-kubernetes-list-type is map");
        if (!items.IsSet)
            return;
        if (items["type"].Text != "object")
        {
            items.Findings.Invalid(items["type"].Path, items["type"].Text, "must be object if parent array's x-kubernetes-list-type is map");
            return;
        }
        var met = new HashSet<string>();
        foreach (var key in keys.Items())
        {
            if (items["properties"].Key(key.Text) is not { IsSet: true } property)
                keys.Invalid("entries must all be names of item properties");
            else if (property["type"].Text is "array" or "object")
                property["type"].Invalid("must be a scalar type if parent array's x-kubernetes-list-type is map");
            if (!met.Add(key.Text))
                keys.Invalid("must not contain duplicate entries");
        }
    }

    private static void CheckKey(FieldCursor property, bool isRequired)
    {
        if (!property.IsSet)
            return;
        if (!isRequired)
            property["default"].RequireSet("this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
        if (property["nullable"].IsTrue)
            property["nullable"].Forbid("this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
    }
}
