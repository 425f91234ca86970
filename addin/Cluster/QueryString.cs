namespace Cake.Istio.Cluster;

/// <summary>Builds a path with its query.</summary>
internal static class QueryString
{
    /// <summary>The path with the parameters that have a value.</summary>
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is null)
                continue;
            path = $"{path}{separator}{name}={Uri.EscapeDataString(value)}";
            separator = '&';
        }

        return path;
    }
}
