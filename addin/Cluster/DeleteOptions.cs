using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete only the object with this UID; another one of the same name is refused with 409. Default: any.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only this version of the object; a changed one is refused with 409. Default: any.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>What happens to what the object owns. Default: background, as kubectl.</summary>
    public DeletePropagation Propagation { get; init; } = DeletePropagation.Background;

    /// <summary>Deletes an object as it was read, and no other.</summary>
    /// <param name="live">The object.</param>
    internal static DeleteOptions Exactly(JsonObject live) => new()
    {
        Uid = (string?)live["metadata"]?["uid"],
        ResourceVersion = (string?)live["metadata"]?["resourceVersion"],
    };
}
