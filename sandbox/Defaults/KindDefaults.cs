using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Defaults;

/// <summary>Fills in the defaults of built-in kinds: a struct's own before those of its parts.</summary>
internal static class KindDefaults
{
    private static readonly ConcurrentDictionary<TypeSchema, bool> Reaches = new();

    /// <summary>Completes a normalized object in place.</summary>
    public static void Apply(KindSchema kind, JsonObject value) => Apply(value, kind.Type);

    private static void Apply(JsonNode? value, TypeSchema type)
    {
        if (value is null || !HasDefaults(type))
            return;
        switch (type.Shape)
        {
            case TypeShape.Struct when value is JsonObject map:
                ApplyToStruct(map, type);
                break;
            case TypeShape.List when value is JsonArray list:
                foreach (var item in list)
                    Apply(item, type.Element!);
                break;
            case TypeShape.Map when value is JsonObject map:
                foreach (var (_, item) in map)
                    Apply(item, type.Element!);
                break;
            default:
                break;
        }
    }

    private static void ApplyToStruct(JsonObject value, TypeSchema type)
    {
        foreach (var rule in DefaultTable.Rules.GetValueOrDefault(type.Name, []))
            rule(value);
        foreach (var field in type.Fields.Values)
            if (field.Default is { } fallback && !value.ContainsKey(field.Name))
                value[field.Name] = fallback.DeepClone();
        foreach (var (name, inner) in value)
            if (type.Fields.TryGetValue(name, out var field))
                Apply(inner, field.Type);
    }

    /// <summary>Can there be anything to fill in below this type?</summary>
    private static bool HasDefaults(TypeSchema type) => Reaches.TryGetValue(type, out var known) ? known : Reaches[type] = Search(type, []);

    private static bool Search(TypeSchema type, HashSet<TypeSchema> seen)
    {
        if (!seen.Add(type))
            return false;
        if (DefaultTable.Rules.ContainsKey(type.Name))
            return true;
        return type.Fields.Values.Any(field => field.Default is not null || Search(field.Type, seen)) || (type.Element is { } element && Search(element, seen));
    }
}
