using Cake.Core;
using Cake.Frosting;
using Cake.Istio.Frosting.Options;
using Spectre.Console;

namespace Cake.Istio.Frosting;

/// <summary>Prints the targets, and the options with their values and where each comes from.</summary>
/// <param name="engine">Knows the targets.</param>
/// <param name="console">Where to print.</param>
[TaskName("Help")]
[TaskDescription("Prints the targets and the options with their values")]
public sealed class HelpTask(ICakeEngine engine, IAnsiConsole console) : FrostingTask<MeshContext>
{
    /// <inheritdoc/>
    /// <exception cref="Errors.MeshException">MESH1001, after everything was printed: a value cannot be used.</exception>
    public override void Run(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        console.WriteLine();
        console.MarkupLine("[bold]Targets[/] (--target=NAME, --exclusive for one alone, --dryrun, --tree)");
        console.Write(Targets());
        console.WriteLine();
        console.MarkupLine("[bold]Options[/] (--name=value, or CAKE_MESH_NAME in the environment, or [[Mesh]] in cake.config)");
        console.Write(OptionTable(context.Options));

        // Shown first, because the table says where a value that cannot be used comes from.
        context.Options.Bind();
    }

    private Table Targets()
    {
        var table = NewTable("Target", "Description");
        foreach (var task in engine.Tasks.OrderBy(task => task.Name, StringComparer.Ordinal).SelectMany(AfterDependencies).Distinct())
            table.AddRow(new Text(task.Name, Style.Parse("bold")), new Text(task.Description ?? ""));
        return table;
    }

    private IEnumerable<ICakeTaskInfo> AfterDependencies(ICakeTaskInfo task) => engine.Tasks
        .Where(other => task.Dependencies.Any(dependency => dependency.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)))
        .SelectMany(AfterDependencies)
        .Append(task);

    private static Table OptionTable(OptionValues options)
    {
        var table = NewTable("Option", "Value", "From", "Meaning");
        foreach (var option in options.Options)
        {
            var value = options[option.Name];
            table.AddRow(
                new Text(option.Name, Style.Parse("bold")),
                new Text(value?.Shown ?? option.Default, value is null ? Style.Parse("dim") : Style.Plain),
                new Text(value?.OriginName ?? "default", value is null ? Style.Parse("dim") : Style.Plain),
                new Text(value is null ? option.Meaning : $"{option.Meaning} (default: {option.Default})"));
        }

        return table;
    }

    private static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, Style.Parse("underline"))) { NoWrap = column is not "Meaning" and not "Description" and not "Value", Padding = new Padding(2, 0, 1, 0) });
        return table;
    }
}
