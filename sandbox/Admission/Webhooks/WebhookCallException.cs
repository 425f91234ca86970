namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>A webhook could not be called, or its answer could not be used. The failure policy decides what follows.</summary>
internal sealed class WebhookCallException(string message) : Exception(message);
