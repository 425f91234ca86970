namespace Cake.Istio.Sandbox.Admission;

/// <summary>A write as admission sees it, between decoding and storing.</summary>
internal sealed record AdmissionRequest
{
    /// <summary>What is done.</summary>
    public required AdmissionOperation Operation { get; init; }

    /// <summary>The resource.</summary>
    public required ResourceKey Resource { get; init; }

    /// <summary>The API version of the request, without the group.</summary>
    public required string Version { get; init; }

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The subresource, such as <c>status</c>; null for none.</summary>
    public string? Subresource { get; init; }

    /// <summary>The namespace; null for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name; empty where the server is to generate one.</summary>
    public string Name { get; init; } = "";

    /// <summary>The object to be stored; null for a deletion.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>The stored object; null for a creation.</summary>
    public JsonObject? OldObject { get; init; }

    /// <summary>Whether nothing is going to be stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>The options of the request, such as <c>CreateOptions</c>; null for none.</summary>
    public JsonObject? Options { get; init; }

    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>Collects warnings for the client, sent as <c>Warning</c> headers.</summary>
    public ICollection<string> Warnings { get; init; } = [];
}
