namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>One webhook of a Mutating- or ValidatingWebhookConfiguration.</summary>
/// <param name="Json">Its entry in <c>webhooks</c>; read only.</param>
internal sealed record Webhook(JsonObject Json)
{
    /// <summary>The name, such as <c>sidecar-injector.istio.io</c>.</summary>
    public string Name { get; } = Json.Text("name") ?? "";

    /// <summary>What is called.</summary>
    public JsonNode? ClientConfig { get; } = Json["clientConfig"];

    /// <summary>Whether a request goes on when the webhook cannot be called.</summary>
    public bool IgnoresFailure { get; } = Json.Text("failurePolicy") == "Ignore";

    /// <summary>Whether requests of other versions of a resource count as well.</summary>
    public bool MatchesEquivalent { get; } = (Json.Text("matchPolicy") ?? "Equivalent") == "Equivalent";

    /// <summary>Whether a dry run may call it.</summary>
    public bool AllowsDryRun { get; } = Json.Text("sideEffects") is "None" or "NoneOnDryRun";

    /// <summary>Whether it is called again when a later one changed the object.</summary>
    public bool Reinvokes { get; } = Json.Text("reinvocationPolicy") == "IfNeeded";

    /// <summary>How long a call may take.</summary>
    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(Json.Number("timeoutSeconds") ?? 10);

    /// <summary>The first of its AdmissionReview versions that is known here, <c>v1</c> or <c>v1beta1</c>; null when there is none.</summary>
    public string? ReviewVersion { get; } = Json.Texts("admissionReviewVersions").FirstOrDefault(version => version is "v1" or "v1beta1");
}
