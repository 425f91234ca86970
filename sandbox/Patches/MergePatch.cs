namespace Cake.Istio.Sandbox.Patches;

/// <summary>JSON Merge Patch (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>Changes the target in place; the patch stays as it is.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null)
                target.Remove(key);
            else if (value is JsonObject inner)
            {
                if (target[key] is not JsonObject existing)
                    target[key] = existing = [];
                Apply(existing, inner);
            }
            else
                target[key] = value.DeepClone();
        }
    }
}
