namespace Cake.Istio.Sandbox.Server;

/// <summary>What a path under <c>/api</c> or <c>/apis</c> names, as kube-apiserver's request info.</summary>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Version">The version; null in the path of a group.</param>
/// <param name="Namespace">The namespace; null across namespaces and for cluster-scoped objects.</param>
/// <param name="Plural">The resource; null in the path of a version.</param>
/// <param name="Name">The object's name; null for the collection.</param>
/// <param name="Subresource">The subresource, or null.</param>
internal sealed record RequestPath(string Group, string? Version, string? Namespace, string? Plural, string? Name, string? Subresource)
{
    /// <summary>Reads the path's segments, the first of which is <c>api</c> or <c>apis</c>; null when it names no group.</summary>
    public static RequestPath? Parse(string[] segments)
    {
        var core = segments[0] == "api";
        var at = core ? 1 : 2;
        if (!core && segments.Length < 2)
            return null;
        var group = core ? "" : segments[1];
        var version = At(segments, at);
        string? space = null;
        var rest = segments.AsSpan(Math.Min(at + 1, segments.Length));
        // namespaces/x/pods is about pods, but namespaces/x and its subresources are about the namespace.
        if (rest.Length > 2 && rest[0] == "namespaces" && !(rest.Length == 3 && rest[2] is "status" or "finalize" && core))
        {
            space = rest[1];
            rest = rest[2..];
        }
        return rest.Length > 3 && rest[2] != "proxy"
            ? null
            : new RequestPath(group, version, space, rest.Length > 0 ? rest[0] : null, rest.Length > 1 ? rest[1] : null, rest.Length > 2 ? rest[2] : null);
    }

    private static string? At(string[] segments, int index) => index < segments.Length ? segments[index] : null;
}
