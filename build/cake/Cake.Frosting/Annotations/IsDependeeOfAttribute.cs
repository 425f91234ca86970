namespace Cake.Frosting;

/// <summary>Runs this task before another one.</summary>
/// <param name="task">The other task's class.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependeeOfAttribute(Type task) : Attribute
{
    /// <summary>The other task's class.</summary>
    public Type Task { get; } = task;
}
