namespace Cake.Istio.Manifests;

/// <summary>A name or namespace as one step of a URL's path, where <c>..</c> would lead to another object.</summary>
/// <remarks>Source: apimachinery, <c>pkg/api/validation/path</c>, which the API server asks about the name of every object.</remarks>
internal static class PathSegment
{
    /// <summary>What a name may not be or contain, as the server says it; null for a name that is one step.</summary>
    public static string? Fault(string name) =>
        name is "." or ".." ? $"may not be '{name}'"
        : name.AsSpan().IndexOfAny('/', '%') is var place and >= 0 ? $"may not contain '{name[place]}'"
        : null;
}
