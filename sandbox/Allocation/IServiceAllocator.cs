namespace Cake.Istio.Sandbox.Allocation;

/// <summary>
/// Gives Services their cluster IPs and node ports. The REST layer calls it with the defaulted object before validation, and keeps the result until the
/// object is stored or refused.
/// </summary>
internal interface IServiceAllocator
{
    /// <summary>Fills in what a new Service needs, in place.</summary>
    /// <param name="service">The Service to be created.</param>
    /// <param name="dryRun">Whether nothing is going to be stored: then nothing is reserved, and the values are placeholders.</param>
    /// <returns>Dispose it once the Service is stored or refused: then the stored Services say what is taken.</returns>
    /// <exception cref="StatusException">422 for an address or port that is taken or out of range.</exception>
    IDisposable Create(JsonObject service, bool dryRun);

    /// <summary>Fills in what an updated Service needs and clears what its type no longer has, in place.</summary>
    /// <param name="service">The Service to be stored.</param>
    /// <param name="old">The stored Service.</param>
    /// <param name="dryRun">Whether nothing is going to be stored.</param>
    /// <returns>Dispose it once the Service is stored or refused.</returns>
    /// <exception cref="StatusException">422 for an address or port that is taken, out of range, or may not change.</exception>
    IDisposable Update(JsonObject service, JsonObject old, bool dryRun);
}
