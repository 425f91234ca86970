namespace Cake.Istio.Sandbox.Storage;

/// <summary>What objects are stored under: all served versions of a kind share one resource.</summary>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Plural">The plural as in URLs, such as <c>deployments</c>.</param>
internal sealed record ResourceKey(string Group, string Plural)
{
    /// <summary>The form of messages: <c>deployments.apps</c>, <c>pods</c>.</summary>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
