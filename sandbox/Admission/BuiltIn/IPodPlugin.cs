namespace Cake.Istio.Sandbox.Admission.BuiltIn;

/// <summary>A built-in plug-in that completes Pods as they are created.</summary>
internal interface IPodPlugin
{
    /// <summary>Completes a Pod, in place.</summary>
    /// <exception cref="StatusException">The Pod is refused.</exception>
    Task CompleteAsync(AdmissionRequest request, JsonObject pod, CancellationToken cancellationToken);
}
