namespace Cake.Istio.Sandbox.Patches;

/// <summary>A JSON patch cannot be carried out; a server answers 422 with these words.</summary>
internal sealed class PatchException(string message) : Exception(message);
