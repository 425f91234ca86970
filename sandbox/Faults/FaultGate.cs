using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Faults;

/// <summary>All that the server asks about faults while it answers requests.</summary>
internal sealed class FaultGate(FaultSet faults, IClusterState state, TimeProvider time)
{
    private readonly FaultInterceptor _interceptor = new(faults, time);
    private readonly FaultEndpoint _endpoint = new(faults);
    private readonly DefinitionLags _lags = new(state, faults, time);

    /// <summary>Delays, drops or answers a request as the faults ask for; faults are never applied to <c>/sandbox</c>.</summary>
    /// <returns>Whether the request is done with.</returns>
    /// <exception cref="StatusException">The request is to be answered with a status.</exception>
    public async Task<bool> InterceptAsync(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/sandbox", StringComparison.Ordinal) && await _interceptor.InterceptAsync(http);

    /// <summary>Whether a custom resource is not to be found yet although its definition is established.</summary>
    public bool Hides(ResourceDefinition resource) => resource.Custom is not null && _lags.Hides($"{resource.Plural}.{resource.Group}");

    /// <summary>Answers a request to <see cref="FaultEndpoint.Path"/>.</summary>
    public Task AnswerAsync(HttpContext http) => _endpoint.AnswerAsync(http);
}
