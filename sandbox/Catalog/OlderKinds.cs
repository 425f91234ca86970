namespace Cake.Istio.Sandbox.Catalog;

/// <summary>The types of older versions, from older-kinds.txt on top of those of 1.36.</summary>
internal static class OlderKinds
{
    private const string FirstType = "\ntype ";

    /// <summary>Reads both as one table.</summary>
    public static SchemaTable Read()
    {
        var (current, older) = (Text("kinds.txt"), Text("older-kinds.txt"));
        var (split, olderSplit) = (current.IndexOf(FirstType, StringComparison.Ordinal), older.IndexOf(FirstType, StringComparison.Ordinal));
        return new SchemaTable($"{current[..split]}\n{older[..olderSplit]}{current[split..].TrimEnd('\n')}{older[olderSplit..]}");
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(OlderKinds).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
