using Cake.Istio.Frosting.Options;

namespace Cake.Istio.Build;

/// <summary>Finds an unknown option before Cake runs; Cake itself lets it pass, and a mistyped option would be ignored.</summary>
internal sealed class CommandLine(IEnumerable<MeshOption> options)
{
    private static readonly string[] CakeOptions =
    [
        "target", "Target", "working", "verbosity", "description", "descriptions", "showdescription", "showdescriptions", "tree", "showtree",
        "dryrun", "noop", "whatif", "exclusive", "version", "ver", "info", "no-report", "help",
    ];

    private readonly string[] _options = [.. options.Select(option => option.Name)];

    /// <summary>Says what is wrong with the first unknown option, or null where all are known.</summary>
    public string? FindUnknown(IEnumerable<string> arguments) => arguments
        .Where(argument => argument.StartsWith('-') && argument.Trim('-').Length > 0)
        .Select(argument => argument[..(argument.IndexOfAny(['=', ':']) is var end and > 0 ? end : argument.Length)])
        .Where(name => !IsKnown(name))
        .Select(name => $"Unknown option {name}. {Suggest(name)}")
        .FirstOrDefault();

    private bool IsKnown(string name) => name.StartsWith("--", StringComparison.Ordinal)
        ? CakeOptions.Contains(name[2..]) || IsOption(name[2..]) || IsSetting(name[2..])
        : name[1..].All("twveh?".Contains);

    private bool IsOption(string name) => _options.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it sets Cake's configuration (<c>--section_key=value</c>); an option written with the wrong dash does not.</summary>
    private bool IsSetting(string name) => name.IndexOf('_', StringComparison.Ordinal) > 0 && !IsOption(name.Replace('_', '-'));

    private string Suggest(string name)
    {
        var nearest = CakeOptions.Concat(_options).MinBy(option => Distance(name.Trim('-').ToLowerInvariant(), option))!;
        return Distance(name.Trim('-').ToLowerInvariant(), nearest) <= Math.Max(2, nearest.Length / 3)
            ? $"Did you mean --{nearest}?"
            : "--target=Help lists the options.";
    }

    /// <summary>Counts the letters to insert, delete or replace (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[^1];
    }
}
