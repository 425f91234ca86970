namespace Cake.Kubectl;

/// <summary>Options of <c>kubectl version</c>.</summary>
public sealed class KubectlVersionSettings : AutoToolSettings
{
    /// <summary>Whether only the program's own version is printed; null for the server's too.</summary>
    public bool? Client { get; set; }

    /// <summary>What is printed, such as <c>json</c>.</summary>
    public string? Output { get; set; }
}
