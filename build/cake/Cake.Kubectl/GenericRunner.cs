using System.Reflection;
using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Cake.Kubectl;

/// <summary>Runs a command of kubectl.</summary>
/// <typeparam name="TSettings">The command's settings.</typeparam>
internal sealed class GenericRunner<TSettings>(ICakeContext context)
    : Tool<TSettings>(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools)
    where TSettings : AutoToolSettings
{
    /// <summary>Runs the command; an exit code other than zero is an exception unless the settings handle it.</summary>
    public void Run(string command, TSettings settings)
    {
        var arguments = new ProcessArgumentBuilder().Append(command);
        foreach (var property in typeof(TSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            if (Option(property, property.GetValue(settings)) is { } option)
                arguments.Append(option);
        }

        Run(settings, arguments);
    }

    /// <inheritdoc/>
    protected override string GetToolName() => "Kubectl";

    /// <inheritdoc/>
    protected override IEnumerable<string> GetToolExecutableNames() => ["kubectl.exe", "kubectl"];

    // As the real one does, a flag is written whenever it has a value, false included.
    private static string? Option(PropertyInfo property, object? value) => value switch
    {
        bool => Name(property),
        string { Length: > 0 } text => $"{Name(property)} \"{text}\"",
        _ => null,
    };

    private static string Name(PropertyInfo property) =>
        $"-{string.Concat(property.Name.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"))}";
}
