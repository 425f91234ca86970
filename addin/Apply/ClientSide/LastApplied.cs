using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.ClientSide;

/// <summary>What <c>kubectl apply</c> keeps on an object of what it applied last; only by that it knows what to remove.</summary>
internal static class LastApplied
{
    /// <summary>Where it is.</summary>
    public static FieldPath Path { get; } = FieldPath.Of("metadata", "annotations", OwnershipMigration.LastApplied);

    /// <summary>Reads it; null where kubectl has not applied the object, or somebody has damaged it.</summary>
    public static JsonObject? Read(JsonObject live)
    {
        try
        {
            return (string?)Path.Find(live) is { } text ? JsonNode.Parse(text, documentOptions: KubeJson.Documents) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
