namespace Cake.Frosting;

/// <summary>Runs another task before this one.</summary>
/// <param name="task">The other task's class.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute(Type task) : Attribute
{
    /// <summary>The other task's class.</summary>
    public Type Task { get; } = task;
}
