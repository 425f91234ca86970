using Cake.Istio.Sandbox.Faults;
using Microsoft.Extensions.Logging;

namespace Cake.Istio.Sandbox.Controllers;

/// <summary>How the control plane of a sandbox behaves.</summary>
internal sealed record ControlPlaneOptions
{
    /// <summary>Where all time comes from.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What goes wrong.</summary>
    public required FaultSet Faults { get; init; }

    /// <summary>Whether the programs of a mesh's control plane are simulated once their Deployments run.</summary>
    public bool Mesh { get; init; } = true;

    /// <summary>The certificate authority of the API server, as PEM.</summary>
    public required string AuthorityPem { get; init; }

    /// <summary>What the nodes say they run, such as <c>v1.36.0</c>.</summary>
    public required string KubernetesVersion { get; init; }

    /// <summary>How fast the nodes are.</summary>
    public PodTimes PodTimes { get; init; } = PodTimes.Default;

    /// <summary>Where unexpected failures of controllers go.</summary>
    public required ILogger Logger { get; init; }
}
