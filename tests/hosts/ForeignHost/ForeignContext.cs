using Cake.Core;
using Cake.Istio.Frosting;

namespace ForeignHost;

/// <summary>The context of somebody else's host: the mesh's, and something of its own.</summary>
public sealed class ForeignContext(ICakeContext context) : MeshContext(context)
{
    /// <summary>What only this host's tasks know.</summary>
    public string Greeting { get; } = "hello from a foreign host";
}
