using System.Collections;
using Cake.Istio.Frosting.Options;

namespace Cake.Istio.Build;

/// <summary>Finds unknown options where Cake reads them beside the command line: a mistyped one would be ignored; and lines of <c>cake.config</c> that Cake cannot read.</summary>
internal sealed class OptionNames(IEnumerable<MeshOption> options)
{
    private const string Variables = "CAKE_MESH_";
    private readonly List<string> _names = [.. options.Select(option => option.Name)];

    /// <summary>Says what is wrong with the first unknown option or broken line, or null where there is none.</summary>
    /// <param name="environment">The variables of the environment.</param>
    /// <param name="folders">The folders whose <c>cake.config</c> is read.</param>
    public string? FindUnknown(IDictionary environment, IEnumerable<string> folders) =>
        environment.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(FindInVariable)
            .Concat(folders.Distinct(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "cake.config")).Where(File.Exists).SelectMany(FindInFile))
            .FirstOrDefault(message => message is not null);

    private string? FindInVariable(string variable) =>
        !variable.StartsWith(Variables, StringComparison.Ordinal) || _names.Exists(name => MeshOption.VariableOf(name) == variable)
            ? null
            : $"Unknown option in the environment: {variable}. {NameSuggestion.For(variable[Variables.Length..].Replace('_', '-'), _names, MeshOption.VariableOf)}";

    private IEnumerable<string?> FindInFile(string file)
    {
        var (section, sectionLine) = ("", 0);
        foreach (var (number, text) in File.ReadLines(file).Index())
        {
            var line = ConfigLine.Parse(text);
            if (line.Section is not null)
                (section, sectionLine) = (line.Section, number + 1);
            var isOption = line.Name.Length > 0 && MeshSetting.IsSection(section);
            if (isOption && !_names.Contains(line.Name, StringComparer.OrdinalIgnoreCase))
                yield return $"Unknown option in {file}, line {number + 1}: {line.Name}. {NameSuggestion.For(line.Name, _names, known => known)}";
            else if (!isOption && MeshSetting.IsMeantFor(section) && _names.Contains(line.Name, StringComparer.OrdinalIgnoreCase))
                yield return $"Unknown section in {file}, line {sectionLine}: [{section}]. Did you mean [{MeshSetting.Section}]?";
            else if (line.Problem is { } problem)
                yield return $"Cake cannot read {file}, line {number + 1}: {problem}. {(isOption ? WayAround(line.Name.ToLowerInvariant()) : "Correct the line.")}";
        }
    }

    private static string WayAround(string name) => $"Correct the line, or give --{name} on the command line or {MeshOption.VariableOf(name)} in the environment instead.";
}
