using Cake.Core;
using Cake.Istio.Errors;

namespace Cake.Istio.Frosting.Options;

/// <summary>Refuses an option on the command line that no task of the run looks at: whoever wrote it expects something of it.</summary>
internal static class OptionTargets
{
    /// <summary>Checks the options of a run.</summary>
    /// <param name="options">What was written.</param>
    /// <param name="tasks">Every task that Cake knows.</param>
    /// <param name="targets">The targets that were asked for.</param>
    /// <exception cref="MeshException">MESH1002: an option has no effect.</exception>
    public static void Check(OptionValues options, IReadOnlyList<ICakeTaskInfo> tasks, IEnumerable<string> targets)
    {
        var running = Closure(tasks, targets);
        // A task of the host's own may look at any option.
        if (!running.IsSubsetOf(options.Options.SelectMany(option => option.Targets)))
            return;
        foreach (var option in options.Options.Where(option => option.Targets.Count > 0 && !option.Targets.Any(running.Contains)))
        {
            if (options[option.Name] is { Origin: OptionOrigin.Argument })
            {
                throw new MeshException(
                    ErrorCode.OptionWithoutEffect,
                    $"--{option.Name} has no effect on {string.Join(" and ", targets)}",
                    $"Leave it out; it is for {string.Join(", ", option.Targets)}");
            }
        }
    }

    private static HashSet<string> Closure(IReadOnlyList<ICakeTaskInfo> tasks, IEnumerable<string> targets)
    {
        var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var next = new Stack<string>(targets);
        while (next.TryPop(out var name))
        {
            if (!reached.Add(name))
                continue;
            foreach (var dependency in tasks.Where(task => task.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(task => task.Dependencies))
                next.Push(dependency.Name);
        }

        return reached;
    }
}
