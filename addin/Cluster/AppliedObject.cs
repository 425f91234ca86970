using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>What the server made of an apply.</summary>
/// <param name="Json">The whole object as the server holds it, or would hold it after a dry run.</param>
/// <param name="Created">Whether it did not exist before.</param>
public sealed record AppliedObject(JsonObject Json, bool Created);
