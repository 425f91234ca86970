using System.Text.Json.Nodes;

namespace Cake.Istio.Gateway;

/// <summary>Writes the ingress gateway's type so that an install leaves it alone.</summary>
internal interface IGatewayWriter
{
    /// <summary>Sets the type; node ports stay as they are.</summary>
    /// <param name="live">The Service.</param>
    /// <param name="type">The type.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The Service afterwards.</returns>
    Task<JsonObject> SetTypeAsync(JsonObject live, string type, CancellationToken cancel);

    /// <summary>Gives the type up without changing it; whoever applies next sets it.</summary>
    /// <param name="live">The Service.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The Service afterwards.</returns>
    Task<JsonObject> ReleaseAsync(JsonObject live, CancellationToken cancel);
}
