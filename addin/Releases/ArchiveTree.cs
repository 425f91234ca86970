namespace Cake.Istio.Releases;

/// <summary>What an archive is about to become on disk: every path once, in any case, and nothing below a file or link.</summary>
internal sealed class ArchiveTree(ArchiveLimits limits)
{
    private readonly Dictionary<string, (string Path, Kind Kind)> _nodes = new(StringComparer.OrdinalIgnoreCase);
    private int _entries;

    private enum Kind
    {
        Folder,
        File,
        Link,
    }

    /// <summary>Counts an entry that leaves nothing on disk.</summary>
    public void Count()
    {
        if (++_entries > limits.Entries)
            throw ArchiveErrors.TooLarge($"{limits.Entries} entries");
    }

    /// <summary>Adds a folder; the same one may come again.</summary>
    public string AddFolder(string name) => Add(name, Kind.Folder);

    /// <summary>Adds a file and gives its path.</summary>
    public string AddFile(string name) => Add(name, Kind.File);

    /// <summary>Adds a link and gives its path.</summary>
    public string AddLink(string name) => Add(name, Kind.Link);

    /// <summary>Whether that path is a file.</summary>
    public bool IsFile(string path) => Is(path, Kind.File);

    /// <summary>Whether that path is a folder.</summary>
    public bool IsFolder(string path) => path.Length == 0 || Is(path, Kind.Folder);

    private bool Is(string path, Kind kind) => _nodes.TryGetValue(path, out var node) && node.Kind == kind && node.Path == path;

    private string Add(string name, Kind kind)
    {
        Count();
        var segments = ArchiveEntryName.Split(name);
        if (segments.Length == 0)
            return kind == Kind.Folder ? "" : throw ArchiveErrors.Refused(name, "has no name");
        for (var depth = 1; depth < segments.Length; depth++)
            AddNode(name, string.Join('/', segments[..depth]), Kind.Folder);
        var path = string.Join('/', segments);
        AddNode(name, path, kind);
        return path;
    }

    private void AddNode(string name, string path, Kind kind)
    {
        if (_nodes.TryAdd(path, (path, kind)))
        {
            // Also a folder that only a path implies costs time and space.
            if (_nodes.Count > limits.Entries)
                throw ArchiveErrors.TooLarge($"{limits.Entries} entries");
            return;
        }
        var there = _nodes[path];
        if (there.Path != path)
            throw ArchiveErrors.Refused(name, $"differs from '{there.Path}' only in upper and lower case");
        if (kind != Kind.Folder || there.Kind != Kind.Folder)
            throw ArchiveErrors.Refused(name, there.Kind == Kind.Folder || kind != Kind.Folder ? "comes twice" : $"lies below '{path}', which is not a folder");
    }
}
