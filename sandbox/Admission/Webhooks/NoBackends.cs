namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>No program is simulated: nothing listens behind any Service.</summary>
internal sealed class NoBackends : IWebhookBackends
{
    public WebhookBackend? Find(string @namespace, string service) => null;
}
