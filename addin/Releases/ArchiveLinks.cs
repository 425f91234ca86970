namespace Cake.Istio.Releases;

/// <summary>The links of an archive, followed on paper only: a link never exists on disk while something is written.</summary>
internal sealed class ArchiveLinks(ArchiveTree tree)
{
    // As Linux itself counts (MAXSYMLINKS).
    private const int MostHops = 40;

    private readonly Dictionary<string, string> _targets = [];

    /// <summary>Each link's path and the file in the archive that it ends at.</summary>
    public IEnumerable<(string Path, string File)> Resolve() => _targets.Keys.Select(path => (path, FileBehind(path)));

    /// <summary>Adds a symbolic link, whose target starts at the link's own folder.</summary>
    public void AddSymbolic(string name, string target)
    {
        var path = tree.AddLink(name);
        if (target.Length == 0 || target.StartsWith('/') || target.AsSpan().IndexOfAny("\\:") >= 0)
            throw ArchiveErrors.Refused(name, "is a link that leaves the folder");
        _targets[path] = $"{path[..(path.LastIndexOf('/') + 1)]}{target}";
    }

    /// <summary>Adds a hard link, whose target starts at the archive's top.</summary>
    public void AddHard(string name, string target)
    {
        var path = tree.AddLink(name);
        _targets[path] = string.Join('/', ArchiveEntryName.Split(target));
    }

    private string FileBehind(string link)
    {
        var remaining = new Stack<string>([link]);
        var path = "";
        for (var hops = 0; remaining.TryPop(out var segment);)
        {
            if (segment is "" or ".")
                continue;
            if (segment == "..")
            {
                path = path.Length > 0 ? ParentOf(path) : throw ArchiveErrors.Refused(link, "is a link that leaves the folder");
                continue;
            }
            // Only the link itself is pushed as a whole path.
            var next = path.Length == 0 ? segment : $"{path}/{segment}";
            if (_targets.TryGetValue(next, out var target))
            {
                if (++hops > MostHops)
                    throw ArchiveErrors.Refused(link, "is a link that goes round in a circle");
                path = "";
                foreach (var part in target.Split('/').Reverse())
                    remaining.Push(part);
                continue;
            }
            path = tree.IsFile(next) || tree.IsFolder(next) ? next : throw ArchiveErrors.Refused(link, "is a link to nothing in the archive");
            if (remaining.Count > 0 && !tree.IsFolder(path))
                throw ArchiveErrors.Refused(link, "is a link through a file");
        }
        return tree.IsFile(path) ? path : throw ArchiveErrors.Refused(link, "is a link to a folder");
    }

    private static string ParentOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
}
