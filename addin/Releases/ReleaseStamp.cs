using System.Text.RegularExpressions;
using Cake.Istio.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cake.Istio.Releases;

/// <summary>The version that a release carries in itself: <c>istio.VERSION</c> through 1.3, <c>manifest.yaml</c> from 1.4 on.</summary>
internal static partial class ReleaseStamp
{
    private const string ShellFile = "istio.VERSION";
    private const string YamlFile = "manifest.yaml";
    private const int LargestStamp = 1 << 20;
    private const int Deepest = 50;

    /// <summary>Whether that folder carries a stamp.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, ShellFile)) || File.Exists(Path.Combine(folder, YamlFile));

    /// <summary>Reads the stamp.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.NotARelease"/>: no stamp, or none that can be read.</exception>
    public static async Task<IstioVersion> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var shell = Path.Combine(folder, ShellFile);
        var file = File.Exists(shell) ? shell : Path.Combine(folder, YamlFile);
        if (!File.Exists(file))
            throw Unreadable(folder, $"it has neither {ShellFile} nor {YamlFile}");
        var target = (FileInfo)(File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file));
        // A pipe or a device has no length; to open one can wait for ever, and to read one has no end.
        if (target.Length == 0)
            throw Unreadable(file, "it is empty, or no regular file");
        if (target.Length > LargestStamp)
            throw Unreadable(file, "it is too large to be a version stamp");
        var text = await File.ReadAllTextAsync(file, cancellationToken);
        var stamp = file == shell ? PilotTag().Match(text) is { Success: true } match ? match.Groups["tag"].Value : null : YamlVersion(text, file);
        return IstioVersion.TryParse(stamp) ?? throw Unreadable(file, stamp is null ? "it names no version" : "its version cannot be read");
    }

    // Events instead of a tree: a deeply nested document must exhaust neither stack nor time.
    private static string? YamlVersion(string text, string file)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            var (depth, key, atKey) = (0, (string?)null, true);
            for (; parser.MoveNext(); depth += parser.Current!.NestingIncrease)
            {
                if (depth > Deepest)
                    throw Unreadable(file, "it nests too deeply");
                if (depth != TopLevel || parser.Current is not (NodeEvent or AnchorAlias))
                    continue;
                var value = (parser.Current as Scalar)?.Value;
                if (!atKey && key == "version")
                    return value;
                (key, atKey) = (value, !atKey);
            }
            return null;
        }
        catch (YamlException e)
        {
            throw Unreadable(file, e.Message, e);
        }
    }

    // Stream, document and mapping each open one level.
    private const int TopLevel = 3;

    private static MeshException Unreadable(string path, string why, Exception? cause = null) => new(
        ErrorCode.NotARelease,
        $"'{path}' is not an Istio release: {why}.",
        "Use a release archive (istio-<version>-<platform>) or a folder unpacked from one.",
        innerException: cause);

    [GeneratedRegex("""^export PILOT_TAG="?(?<tag>[^"\s]+)"?\s*$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PilotTag();
}
