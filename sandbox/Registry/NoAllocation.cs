using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Allocation;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>Leaves Services as they are.</summary>
internal sealed class NoAllocation : IServiceAllocator, IDisposable
{
    /// <inheritdoc/>
    public IDisposable Create(JsonObject service, bool dryRun) => this;

    /// <inheritdoc/>
    public IDisposable Update(JsonObject service, JsonObject old, bool dryRun) => this;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing was reserved.
    }
}
