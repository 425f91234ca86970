namespace Cake.Istio.Sandbox.Server;

/// <summary>A media type with its parameters, of an Accept or Content-Type header.</summary>
/// <param name="Name">Such as <c>application/json</c>, lower case.</param>
/// <param name="Parameters">Such as <c>as</c> and <c>g</c>.</param>
internal sealed record MediaType(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>JSON.</summary>
    public const string Json = "application/json";

    /// <summary>YAML.</summary>
    public const string Yaml = "application/yaml";

    /// <summary>Server-side apply.</summary>
    public const string ApplyPatch = "application/apply-patch+yaml";

    /// <summary>RFC 6902.</summary>
    public const string JsonPatch = "application/json-patch+json";

    /// <summary>RFC 7386.</summary>
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Kubernetes' own merge, which knows the keys of lists.</summary>
    public const string StrategicMergePatch = "application/strategic-merge-patch+json";

    /// <summary>Reads a header's list, in its order.</summary>
    public static IEnumerable<MediaType> ParseList(string header)
    {
        foreach (var entry in header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = entry.Split(';', StringSplitOptions.TrimEntries);
            var parameters = new Dictionary<string, string>();
            foreach (var part in parts.AsSpan(1))
                if (part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                    parameters[part[..at].ToLowerInvariant()] = part[(at + 1)..].Trim('"');
            yield return new MediaType(parts[0].ToLowerInvariant(), parameters);
        }
    }

    /// <summary>A parameter, or null.</summary>
    public string? this[string name] => Parameters.GetValueOrDefault(name);
}
