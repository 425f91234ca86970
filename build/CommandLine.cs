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
        .Select(name => $"Unknown option {name}. {NameSuggestion.For(name.Trim('-'), MeshSetting.IsMeant(name.Trim('-'), _options) ? _options.Select(MeshSetting.Of) : CakeOptions.Concat(_options), known => $"--{known}")}")
        .FirstOrDefault();

    /// <summary>Says which target of <c>--target</c> does not exist, or null where all do.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="targets">The names of all tasks.</param>
    public static string? FindUnknownTarget(IReadOnlyList<string> arguments, IReadOnlyCollection<string> targets) => ValuesOf(arguments, "--target", "--Target", "-t")
        .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Where(target => !targets.Contains(target, StringComparer.OrdinalIgnoreCase))
        .Select(target => $"Unknown target {target}. {NameSuggestion.For(target, targets, known => $"--target={known}", "targets")}")
        .FirstOrDefault();

    /// <summary>The folder that <c>--working</c> names, the last time that it is given; null where the current one stays.</summary>
    public static string? FindWorkingFolder(IReadOnlyList<string> arguments) => ValuesOf(arguments, "--working", "-w").LastOrDefault();

    private static IEnumerable<string> ValuesOf(IReadOnlyList<string> arguments, params string[] names)
    {
        foreach (var (index, argument) in arguments.Index())
        {
            var end = argument.IndexOfAny(['=', ':']);
            if (names.Contains(end > 0 ? argument[..end] : argument) && (end > 0 ? argument[(end + 1)..] : arguments.ElementAtOrDefault(index + 1)) is { } value)
                yield return value;
        }
    }

    private bool IsKnown(string name) => name.StartsWith("--", StringComparison.Ordinal)
        ? CakeOptions.Contains(name[2..]) || IsOption(name[2..]) || IsSetting(name[2..])
        : name[1..].All("twveh?".Contains);

    private bool IsOption(string name) => _options.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it sets Cake's configuration (<c>--section_key=value</c>); an option written with the wrong dash does not.</summary>
    private bool IsSetting(string name) => MeshSetting.IsMeant(name, _options)
        ? _options.Any(option => MeshSetting.Of(option).Equals(name, StringComparison.OrdinalIgnoreCase))
        : name.IndexOf('_', StringComparison.Ordinal) > 0 && !IsOption(name.Replace('_', '-'));
}
