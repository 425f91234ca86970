using System.Text.Json.Nodes;

namespace Cake.Istio.Sandbox.Discovery;

/// <summary>The Kubernetes version that the sandbox answers like.</summary>
/// <param name="Major">Always 1.</param>
/// <param name="Minor">Such as 36.</param>
internal sealed record ServerVersion(int Major, int Minor)
{
    /// <summary>Reads <c>1.36</c>.</summary>
    /// <exception cref="ArgumentException">It is not a version that the sandbox knows.</exception>
    public static ServerVersion Parse(string text) => text switch
    {
        "1.36" => new ServerVersion(1, 36),
        _ => throw new ArgumentException($"The sandbox cannot answer like Kubernetes {text}; it knows 1.36.", nameof(text)),
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
