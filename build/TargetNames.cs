using System.Reflection;
using Cake.Frosting;

namespace Cake.Istio.Build;

/// <summary>The names of the tasks that the host brings, known before Cake runs.</summary>
internal static class TargetNames
{
    /// <summary>The names of the tasks in the assemblies.</summary>
    public static IReadOnlyCollection<string> Of(params Assembly[] assemblies) =>
    [
        .. assemblies.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)))
            .Select(type => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name),
    ];
}
