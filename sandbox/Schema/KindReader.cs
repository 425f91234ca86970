namespace Cake.Istio.Sandbox.Schema;

/// <summary>Reads the <c>kind</c> and <c>sub</c> lines of kinds.txt.</summary>
internal sealed class KindReader(SchemaTable table)
{
    /// <summary>The kinds, in their order.</summary>
    public IReadOnlyList<KindSchema> Read(ReadOnlySpan<char> text)
    {
        var kinds = new List<KindSchema>();
        var subresources = new List<SubresourceSchema>();
        foreach (var line in text.EnumerateLines())
        {
            if (line.StartsWith("kind "))
            {
                subresources = [];
                kinds.Add(ReadKind(line.ToString().Split(' '), subresources));
            }
            else if (line.StartsWith(" sub "))
                subresources.Add(ReadSubresource(line.ToString().Split(' ')));
        }
        return kinds;
    }

    private KindSchema ReadKind(string[] words, List<SubresourceSchema> subresources)
    {
        var slash = words[1].IndexOf('/', StringComparison.Ordinal);
        return new KindSchema(slash < 0 ? "" : words[1][..slash], words[1][(slash + 1)..], words[2], words[4], table.Struct(words[3]))
        {
            Singular = words[5],
            IsNamespaced = words[6] == "Namespaced",
            Verbs = List(words, "verbs:"),
            ShortNames = List(words, "short:"),
            Categories = List(words, "categories:"),
            Subresources = subresources,
        };
    }

    private SubresourceSchema ReadSubresource(string[] words) =>
        new(words[2], words[3], words[4], words[5] == "-" ? null : table.Struct(words[5]), words[6].Split(','));

    private static string[] List(string[] words, string prefix) =>
        words.FirstOrDefault(word => word.StartsWith(prefix, StringComparison.Ordinal)) is { } found ? found[prefix.Length..].Split(',') : [];
}
