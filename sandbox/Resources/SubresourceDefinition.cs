namespace Cake.Istio.Sandbox.Resources;

/// <summary>A subresource such as <c>status</c> or <c>scale</c>.</summary>
/// <param name="Name">Its name in the URL.</param>
/// <param name="Group">The group of the kind it answers with; empty for the resource's own.</param>
/// <param name="Version">The version of that kind; empty for the resource's own.</param>
/// <param name="Kind">The kind it answers with.</param>
/// <param name="Verbs">The verbs in discovery's order.</param>
internal sealed record SubresourceDefinition(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);
