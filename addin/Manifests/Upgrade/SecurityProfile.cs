using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>A profile of seccomp or AppArmor, from the annotation that it once was to the field that it is.</summary>
internal static class SecurityProfile
{
    /// <summary>Moves one; what is none stays where it is.</summary>
    /// <param name="annotations">The annotations.</param>
    /// <param name="annotation">The one that may hold a profile.</param>
    /// <param name="owner">The pod's specification, or a container.</param>
    /// <param name="field">The field of its security context.</param>
    /// <param name="notes">Told what was moved.</param>
    internal static void Move(JsonObject annotations, string annotation, JsonObject owner, string field, ICollection<string> notes)
    {
        if (annotations.Text(annotation) is not { } text || Read(text) is not { } profile)
            return;
        annotations.Remove(annotation);
        owner.Ensure("securityContext").Default(field, profile);
        notes.Add($"The field {field} instead of the annotation {annotation}.");
    }

    private static JsonObject? Read(string value) => value switch
    {
        "runtime/default" or "docker/default" => new() { ["type"] = "RuntimeDefault" },
        "unconfined" => new() { ["type"] = "Unconfined" },
        _ when value.StartsWith("localhost/", StringComparison.Ordinal) => new() { ["type"] = "Localhost", ["localhostProfile"] = value["localhost/".Length..] },
        _ => null,
    };
}
