using Cake.Istio.Errors;

namespace Cake.Istio.Manifests.Json;

/// <summary>Where reading a text as JSON came to its end.</summary>
/// <param name="End">The offset from which the text has to be read as YAML; its length if nothing is left.</param>
/// <param name="Error">Why JSON ended there, or null if the text did not look like JSON.</param>
internal sealed record JsonStreamEnd(int End, MeshException? Error);
