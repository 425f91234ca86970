namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>A controller could not finish for a reason that it has recorded on the object: look again after a back-off.</summary>
internal sealed class RetryException(string message) : Exception(message);
