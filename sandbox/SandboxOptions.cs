using Microsoft.Extensions.Logging;

namespace Cake.Istio.Sandbox;

/// <summary>How a sandbox is started.</summary>
public sealed record SandboxOptions
{
    /// <summary>Where objects, certificates, the token and the kubeconfig are kept; null keeps the objects in memory and the files in a temporary folder.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Whether objects and request log that the state folder keeps are dropped at the start. Default: false.</summary>
    public bool Reset { get; init; }

    /// <summary>The loopback port; 0, the default, lets the system pick a free one.</summary>
    public int Port { get; init; }

    /// <summary>The Kubernetes version to answer like: <c>1.14</c>, <c>1.22</c>, <c>1.25</c> or <c>1.36</c> (the default).</summary>
    public string KubernetesVersion { get; init; } = "1.36";

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where a failure of the sandbox itself is told, such as one of a simulated controller; by default, standard error.</summary>
    public ILogger Logger { get; init; } = ErrorLogger.Instance;

    /// <summary>
    /// Faults at work from the start, in the form of <see cref="SandboxFaults.Grammar"/>, separated by semicolons, such as <c>status=503,share=0.1; pod=istio-pilot-*,reason=ImagePullBackOff</c>;
    /// empty, the default, for none. What cannot be read is a <see cref="FormatException"/> that says what is allowed.
    /// </summary>
    public string Faults { get; init; } = "";

    /// <summary>
    /// Whether the programs of a mesh's control plane do what they do in a real cluster once their Deployments are available (the default): certificates and Secrets,
    /// the <c>caBundle</c> and <c>failurePolicy</c> of webhooks, injection, validation.
    /// </summary>
    public bool Mesh { get; init; } = true;
}
