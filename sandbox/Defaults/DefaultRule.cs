namespace Cake.Istio.Sandbox.Defaults;

/// <summary>Fills in what a struct leaves open; in place.</summary>
internal delegate void DefaultRule(JsonObject value);

/// <summary>The usual rules.</summary>
internal static class DefaultRules
{
    /// <summary>An absent field gets a constant.</summary>
    public static DefaultRule Value<T>(string name, T constant) => value =>
    {
        if (value[name] is null)
            value[name] = JsonValue.Create(constant);
    };

    /// <summary>An absent field becomes an empty object.</summary>
    public static DefaultRule Object(string name) => value =>
    {
        if (value[name] is null)
            value[name] = new JsonObject();
    };

    /// <summary>The rules hold for the object in a field, which exists.</summary>
    public static DefaultRule In(string name, params DefaultRule[] rules) => value =>
    {
        if (value[name] is JsonObject inner)
            foreach (var rule in rules)
                rule(inner);
    };

    /// <summary>The rules hold where a field has a value.</summary>
    public static DefaultRule When(string name, string wanted, params DefaultRule[] rules) => value =>
    {
        if ((string?)value[name] == wanted)
            foreach (var rule in rules)
                rule(value);
    };
}
