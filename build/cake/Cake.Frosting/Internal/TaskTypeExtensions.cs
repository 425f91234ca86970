using System.Reflection;
using Cake.Core;

namespace Cake.Frosting.Internal;

internal static class TaskTypeExtensions
{
    public static bool IsTask(this Type type) => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type);

    public static string TaskName(this Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name;

    /// <summary>The context that the immediate base class names; behind any other base the cast decides.</summary>
    public static Type ContextType(this Type type) =>
        type.BaseType is { IsConstructedGenericType: true } parent
        && (parent.GetGenericTypeDefinition() == typeof(FrostingTask<>) || parent.GetGenericTypeDefinition() == typeof(AsyncFrostingTask<>))
            ? parent.GenericTypeArguments[0]
            : typeof(ICakeContext);

    public static bool Overrides(this Type type, string method, params Type[] parameters) =>
        type.GetMethod(method, parameters) is { } found && found.GetBaseDefinition().DeclaringType != found.DeclaringType;
}
