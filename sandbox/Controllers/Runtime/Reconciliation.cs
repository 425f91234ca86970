namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>What a controller decided after looking at an object.</summary>
/// <param name="Writes">What is to be done, in order.</param>
/// <param name="Again">When to look again although nothing changed; null for never.</param>
internal sealed record Reconciliation(IReadOnlyList<Write> Writes, TimeSpan? Again = null)
{
    /// <summary>Nothing is to be done.</summary>
    public static Reconciliation Nothing { get; } = new([]);
}
