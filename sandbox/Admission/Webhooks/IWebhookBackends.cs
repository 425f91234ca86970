namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>Knows the simulated programs behind Services.</summary>
internal interface IWebhookBackends
{
    /// <summary>The program behind a Service; null when none is simulated, so that nothing listens there.</summary>
    WebhookBackend? Find(string @namespace, string service);
}
