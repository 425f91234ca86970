namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>Who an object belongs to, as <c>meta/v1 OwnerReference</c>.</summary>
internal static class OwnerReference
{
    /// <summary>A reference that names a controlling owner which must outlive its dependents in foreground deletion.</summary>
    public static JsonObject ToController(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>The reference to the controlling owner, or null.</summary>
    public static JsonObject? Controller(JsonObject value) =>
        value.Objects("metadata", "ownerReferences").FirstOrDefault(reference => reference.Flag("controller") == true);

    /// <summary>Whether the object's controlling owner is this one.</summary>
    public static bool IsControlledBy(JsonObject value, JsonObject owner) => Controller(value)?.Text("uid") == owner.Uid();
}
