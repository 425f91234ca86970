using System.Text.Json.Nodes;

namespace Cake.Istio.Apply.Removal;

/// <summary>Something that a control plane makes while it runs, which no manifest names.</summary>
/// <param name="ApiVersion">The API version; another served one is used where this one is not served.</param>
/// <param name="Kind">The kind.</param>
/// <param name="MadeBy">Who makes it.</param>
/// <param name="IsEverywhere">Whether it is made in every namespace, not only in that of the mesh.</param>
/// <param name="IsIt">Tells it from what others made.</param>
/// <param name="FieldSelector">Narrows the list where the server can, or null.</param>
/// <param name="Workload">The Deployment without which it does harm, so that it goes with it; null where it may stay or serves the next control plane too.</param>
internal sealed record RuntimeObject(
    string ApiVersion, string Kind, string MadeBy, bool IsEverywhere, Func<JsonObject, bool> IsIt, string? FieldSelector = null, string? Workload = null)
{
    /// <summary>Whether what has the name is what the control plane makes. Default: the name alone says it.</summary>
    public Func<JsonObject, bool> IsAsMade { get; init; } = _ => true;

    /// <summary>Why an object that has the name is somebody else's own, or null where it is the mesh's.</summary>
    public string? Obstacle(JsonObject item)
    {
        if (!IsAsMade(item))
            return $"it is not what {MadeBy} makes";
        // Such as one out of a backup: no control plane writes with kubectl. What does harm without it goes whoever wrote it.
        return Workload is null && ManagedFieldsEntry.Read(item) is { Count: > 0 } entries && entries.All(entry => FieldManager.IsKubectl(entry.Manager))
            ? $"it was made with kubectl, not by {MadeBy}"
            : null;
    }
}
