namespace Cake.Kubectl;

/// <summary>Options of <c>kubectl apply</c>.</summary>
public sealed class KubectlApplySettings : AutoToolSettings
{
    /// <summary>Who owns the fields.</summary>
    public string? FieldManager { get; set; }

    /// <summary>The file or folder with the objects.</summary>
    public string? Filename { get; set; }

    /// <summary>Whether fields of other managers are taken over; null for not at all.</summary>
    public bool? ForceConflicts { get; set; }

    /// <summary>What is printed, such as <c>json</c>.</summary>
    public string? Output { get; set; }

    /// <summary>Whether the server applies; null for not.</summary>
    public bool? ServerSide { get; set; }
}
