using Cake.Istio.Sandbox.Admission;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>What a write is about, beside the object itself.</summary>
internal sealed record WriteRequest
{
    /// <summary>The resource, in the version of the request.</summary>
    public required ResourceDefinition Resource { get; init; }

    /// <summary>The namespace; null for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name in the URL; null for a creation.</summary>
    public string? Name { get; init; }

    /// <summary>The subresource, or null.</summary>
    public string? Subresource { get; init; }

    /// <summary>The field manager.</summary>
    public required string Manager { get; init; }

    /// <summary>Whether nothing is to be stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>What becomes of unknown fields.</summary>
    public FieldValidation FieldValidation { get; init; }

    /// <summary>Whether a server-side apply takes over fields of other managers.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the object's own status is taken at creation; a controller's privilege.</summary>
    public bool KeepStatus { get; init; }

    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>Collects what goes into Warning headers.</summary>
    public ICollection<string> Warnings { get; init; } = [];
}
