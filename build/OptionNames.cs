using System.Collections;
using Cake.Istio.Frosting.Options;

namespace Cake.Istio.Build;

/// <summary>Finds unknown options where Cake reads them beside the command line: a mistyped one would be ignored.</summary>
internal sealed class OptionNames(IEnumerable<MeshOption> options)
{
    private const string Variables = "CAKE_MESH_";
    private const string Section = "[Mesh]";
    private readonly List<string> _names = [.. options.Select(option => option.Name)];

    /// <summary>Says what is wrong with the first unknown option, or null where all are known.</summary>
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
        var isInside = false;
        foreach (var (number, line) in File.ReadLines(file).Index())
        {
            var text = line.Trim();
            if (text.StartsWith('['))
                isInside = text.Equals(Section, StringComparison.OrdinalIgnoreCase);
            else if (isInside && text.IndexOf('=', StringComparison.Ordinal) is var end and > 0 && text[0] != ';' && text[..end].Trim() is var name && !_names.Contains(name, StringComparer.OrdinalIgnoreCase))
                yield return $"Unknown option in {file}, line {number + 1}: {name}. {NameSuggestion.For(name, _names, known => known)}";
        }
    }
}
