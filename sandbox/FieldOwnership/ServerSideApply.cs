using Cake.Istio.Sandbox.Decoding;

namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>Server-side apply from the configuration in a request to the object to be stored.</summary>
internal static class ServerSideApply
{
    /// <summary>Applies.</summary>
    /// <param name="ownership">The operation.</param>
    /// <param name="live">The stored object in the version of the request; null to create.</param>
    /// <param name="config">The configuration; not changed.</param>
    /// <param name="manager">The field manager.</param>
    /// <param name="force">Take over fields of other managers.</param>
    /// <returns>A new object, complete with defaults and managedFields; validation is still to come.</returns>
    /// <exception cref="StatusException">400 when the configuration does not fit the kind; 409 with its causes on conflicts.</exception>
    public static JsonObject Apply(Ownership ownership, JsonObject? live, JsonObject config, string manager, bool force)
    {
        var kind = ownership.Kind;
        Check(ownership, config);
        JsonObject result;
        try
        {
            result = FieldManager.Apply(ownership, live ?? EmptyObject.Of(kind), config, manager, force);
        }
        catch (TypedValueException error)
        {
            throw StatusException.BadRequest($"failed to create typed live object ({Describe(config)}): {error.Message}");
        }
        try
        {
            ObjectForm.Complete(kind, result);
        }
        catch (StatusException error)
        {
            throw StatusException.BadRequest($"failed to convert new object ({Describe(config)}) to proper version: {error.Message}");
        }
        return result;
    }

    private static void Check(Ownership ownership, JsonObject config)
    {
        if (Text(config, "apiVersion") != ownership.Kind.ApiVersion || Text(config, "kind") != ownership.Kind.Kind)
            throw StatusException.BadRequest($"invalid object type: {DescribeType(config)}");
        if (config["metadata"] is JsonObject metadata && metadata["managedFields"] is not null)
            throw StatusException.BadRequest("metadata.managedFields must be nil");
        // A real server answers 500 here, which tells clients to try again; the request is at fault, so this one says 400.
        if (TypedValidation.Check(config, ownership.Kind.Type) is { Count: > 0 } errors)
            throw StatusException.BadRequest($"failed to create typed patch object ({Describe(config)}): {TypedValidation.Describe(errors)}");
    }

    private static string Describe(JsonObject value)
    {
        var metadata = value["metadata"] as JsonObject;
        return $"{Text(metadata, "namespace")}/{Text(metadata, "name")}; {DescribeType(value)}";
    }

    private static string DescribeType(JsonObject value)
    {
        var apiVersion = Text(value, "apiVersion");
        return $"{(apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : "/" + apiVersion)}, Kind={Text(value, "kind")}";
    }

    private static string Text(JsonObject? value, string name) => value?[name] is JsonValue text && text.TryGetValue<string>(out var found) ? found : "";
}
