using System.Buffers;

namespace Cake.Istio.Releases;

/// <summary>The path of an archive entry, made safe for every file system.</summary>
internal static class ArchiveEntryName
{
    private const int LongestPath = 1024;
    private const int LongestSegment = 200;

    private static readonly SearchValues<char> NotOnWindows = SearchValues.Create("\\:*?\"<>|");

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives the path as segments without <c>.</c>; empty for the archive's own top.</summary>
    /// <exception cref="Errors.MeshException"><see cref="Errors.ErrorCode.ArchiveRefused"/>: the path leaves the folder or does not work everywhere.</exception>
    public static string[] Split(string name)
    {
        if (name.Length > LongestPath)
            throw ArchiveErrors.Refused(name, $"has a path of more than {LongestPath} characters");
        if (name.StartsWith('/'))
            throw ArchiveErrors.Refused(name, "has an absolute path");
        var segments = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToArray();
        foreach (var segment in segments)
        {
            if (Fault(segment) is { } fault)
                throw ArchiveErrors.Refused(name, fault);
        }
        return segments;
    }

    private static string? Fault(string segment)
    {
        if (segment == "..")
            return "leaves the folder by '..'";
        if (segment.AsSpan().ContainsAny(NotOnWindows))
            return "has a character that means something else on Windows";
        if (segment.Any(char.IsControl))
            return "has a control character in its name";
        if (segment.EndsWith('.') || segment.EndsWith(' '))
            return "has a name that ends in a dot or space";
        if (segment.Length > LongestSegment)
            return $"has a name of more than {LongestSegment} characters";
        return Devices.Contains(segment.Split('.')[0].TrimEnd()) ? "is named like a device" : null;
    }
}
