namespace Cake.Istio.Sandbox.Discovery;

/// <summary>The Kubernetes version that the sandbox answers like.</summary>
/// <param name="Major">Always 1.</param>
/// <param name="Minor">Such as 36.</param>
internal sealed record ServerVersion(int Major, int Minor)
{
    private const int Newest = 36;

    /// <summary>Whether it is the version that the tables of kinds are made from.</summary>
    public bool IsCurrent => Minor == Newest;

    /// <summary>Server-side apply and managedFields (KEP-555; off by default before its second beta).</summary>
    public bool HasServerSideApply => Minor >= 18;

    /// <summary>OpenAPI v3 (KEP-2896).</summary>
    public bool HasOpenApi3 => Minor >= 24;

    /// <summary><c>fieldValidation</c> (KEP-2885).</summary>
    public bool HasFieldValidation => Minor >= 25;

    /// <summary>Aggregated discovery (KEP-3352).</summary>
    public bool HasAggregatedDiscovery => Minor >= 26;

    /// <summary>Reads a version such as <c>1.36</c>.</summary>
    /// <exception cref="ArgumentException">It is not a version that the sandbox knows.</exception>
    public static ServerVersion Parse(string text) => text switch
    {
        "1.14" => new ServerVersion(1, 14),
        "1.22" => new ServerVersion(1, 22),
        "1.25" => new ServerVersion(1, 25),
        "1.36" => new ServerVersion(1, Newest),
        _ => throw new ArgumentException($"The sandbox cannot answer like Kubernetes {text}; it knows 1.14, 1.22, 1.25 and 1.36.", nameof(text)),
    };

    /// <summary>Such as <c>v1.36.0+cake-istio-sandbox</c>.</summary>
    public string GitVersion => $"v{Major}.{Minor}.0+cake-istio-sandbox";

    /// <summary><c>/version</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["major"] = $"{Major}",
        ["minor"] = $"{Minor}",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "",
        ["platform"] = "sandbox/any",
    };
}
