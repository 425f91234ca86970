namespace Cake.Istio.Sandbox.Catalog;

/// <summary>Which versions of which kinds servers of other minor versions serve.</summary>
internal sealed class ServedVersions
{
    private readonly IReadOnlyList<Entry> _entries;

    private ServedVersions(IReadOnlyList<Entry> entries) => _entries = entries;

    private sealed record Entry(string ApiVersion, IReadOnlyList<string> Plurals, int First, int? Last, string? StoredIn)
    {
        public bool Covers(string plural) => Plurals is ["*"] || Plurals.Contains(plural);

        public bool Includes(int minor) => minor >= First && !(minor > Last);
    }

    /// <summary>Reads served-versions.txt.</summary>
    public static ServedVersions Read()
    {
        using var reader = new StreamReader(typeof(ServedVersions).Assembly.GetManifestResourceStream("served-versions.txt")!);
        var entries = new List<Entry>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var words = line.Split(' ');
            entries.Add(new Entry(words[0], words[1].Split(','), Number(words[2])!.Value, Number(words[3]), words.ElementAtOrDefault(4)));
        }
        return new ServedVersions(entries);
    }

    /// <summary>Whether a version that 1.36 serves is served; what the table does not name always was.</summary>
    public bool Serves(string apiVersion, string plural, int minor) =>
        _entries.FirstOrDefault(entry => entry.StoredIn is null && entry.ApiVersion == apiVersion && entry.Covers(plural))?.Includes(minor) ?? true;

    /// <summary>What is served that 1.36 no longer serves.</summary>
    public IEnumerable<(string ApiVersion, string Plural, string StoredIn)> Older(int minor) =>
        _entries.Where(entry => entry.StoredIn is not null && entry.Includes(minor)).SelectMany(entry => entry.Plurals.Select(plural => (entry.ApiVersion, plural, entry.StoredIn!)));

    private static int? Number(string word) => word == "-" ? null : int.Parse(word, CultureInfo.InvariantCulture);
}
