namespace Cake.Frosting;

/// <summary>Lets the run go on after a failure of the task.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ContinueOnErrorAttribute : Attribute;
