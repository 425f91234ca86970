namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>A simulated program that answers at a Service, as the Pods behind it would if they ran.</summary>
/// <param name="AuthorityPem">The certificate authority of its certificate.</param>
/// <param name="Answer">Answers an AdmissionReview at a path; null when the program does not know the path.</param>
internal sealed record WebhookBackend(string AuthorityPem, Func<string, JsonObject, JsonObject?> Answer);
