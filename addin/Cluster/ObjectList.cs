using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>The answer to a list, all pages together.</summary>
/// <param name="Items">The objects; each carries its own <c>apiVersion</c> and <c>kind</c>, which the server leaves out in lists.</param>
/// <param name="ResourceVersion">Where a watch that continues from this list starts.</param>
public sealed record ObjectList(IReadOnlyList<JsonObject> Items, string ResourceVersion);
