using Cake.Istio.Sandbox.Controllers.Networking;

namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>Calls webhooks: those given by URL over the network, those given by Service at the simulated programs behind it.</summary>
internal sealed class WebhookCaller(IClusterState state, IWebhookBackends backends)
{
    /// <summary>Has a webhook review a request.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="request">The write.</param>
    /// <param name="version">The API version that it wants the object in.</param>
    /// <param name="mutating">Whether it may answer with a patch.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The checked <c>response</c>.</returns>
    /// <exception cref="WebhookCallException">No usable answer.</exception>
    public async Task<JsonObject> CallAsync(Webhook webhook, AdmissionRequest request, string version, bool mutating, CancellationToken cancellationToken)
    {
        var target = WebhookTarget.Of(webhook);
        var reviewVersion = webhook.ReviewVersion
            ?? throw new WebhookCallException("could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)");
        var uid = Guid.NewGuid().ToString();
        var review = AdmissionReview.Request(request, reviewVersion, version, uid);
        var answer = target.Service is { } service
            ? CallService(target, service, review)
            : await WebhookClient.PostAsync(target, review, webhook.Timeout, cancellationToken);
        return AdmissionReview.Problem(answer, reviewVersion, uid, mutating) is { } problem
            ? throw new WebhookCallException($"received invalid webhook response: {problem}")
            : answer!["response"]!.AsObject();
    }

    private JsonObject CallService(WebhookTarget target, WebhookTarget.ServiceReference reference, JsonObject review)
    {
        var service = state.Get(Resources.Services, reference.Namespace, reference.Name) ?? throw WebhookClient.Failed(target, $"service \"{reference.Name}\" not found");
        if (service.Text("spec", "type") == "ExternalName")
            throw WebhookClient.Failed(target, "unsupported service type \"ExternalName\"");
        var port = service.Objects("spec", "ports").FirstOrDefault(item => item.Number("port") == reference.Port)
            ?? throw WebhookClient.Failed(target, $"no service port {reference.Port} found for service \"{reference.Name}\"");
        var endpoint = Endpoint(reference, port.Text("name") ?? "") ?? throw WebhookClient.Failed(target, $"no endpoints available for service \"{reference.Name}\"");
        if (backends.Find(reference.Namespace, reference.Name) is not { } backend)
            throw WebhookClient.Failed(target, $"dial tcp {endpoint}: connect: connection refused");
        if (!target.AuthorityPem.Contains(backend.AuthorityPem.Trim(), StringComparison.Ordinal))
            throw WebhookClient.Failed(target, "tls: failed to verify certificate: x509: certificate signed by unknown authority");
        return backend.Answer(reference.Path, review) ?? throw new WebhookCallException("failed to call webhook: the server could not find the requested resource");
    }

    private string? Endpoint(WebhookTarget.ServiceReference reference, string portName) => state.List(Resources.EndpointSlices, reference.Namespace)
        .Where(slice => slice.Labels().GetValueOrDefault(EndpointSlicePlan.ServiceLabel) == reference.Name)
        .SelectMany(slice => slice.Objects("ports").Where(port => (port.Text("name") ?? "") == portName).SelectMany(port => slice.Objects("endpoints")
            .Where(endpoint => endpoint.Flag("conditions", "ready") != false)
            .Select(endpoint => $"{endpoint.Texts("addresses").First()}:{port.Number("port")}")))
        .FirstOrDefault();
}
