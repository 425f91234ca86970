using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Admission;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>Lets everything pass.</summary>
internal sealed class NoAdmission : IAdmission
{
    /// <inheritdoc/>
    public Task<JsonObject?> MutateAsync(AdmissionRequest request, CancellationToken cancellationToken) => Task.FromResult(request.Object);

    /// <inheritdoc/>
    public Task ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) => Task.CompletedTask;
}
