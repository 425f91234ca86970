namespace Cake.Frosting;

/// <summary>Names a task; without it the class's name is the task's.</summary>
/// <param name="name">The name; its case does not matter.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskNameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
