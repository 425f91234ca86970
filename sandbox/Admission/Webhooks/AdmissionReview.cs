namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>The request and the answer of a webhook, as <c>admission.k8s.io</c> v1 and v1beta1.</summary>
internal static class AdmissionReview
{
    /// <summary>What is sent.</summary>
    /// <param name="request">The write.</param>
    /// <param name="reviewVersion"><c>v1</c> or <c>v1beta1</c>.</param>
    /// <param name="version">The API version that the webhook wants the object in.</param>
    /// <param name="uid">What the answer has to repeat.</param>
    public static JsonObject Request(AdmissionRequest request, string reviewVersion, string version, string uid) => new()
    {
        ["kind"] = "AdmissionReview",
        ["apiVersion"] = $"admission.k8s.io/{reviewVersion}",
        ["request"] = new JsonObject
        {
            ["uid"] = uid,
            ["kind"] = Kind(request, version),
            ["resource"] = Resource(request, version),
            ["subResource"] = request.Subresource,
            ["requestKind"] = Kind(request, request.Version),
            ["requestResource"] = Resource(request, request.Version),
            ["requestSubResource"] = request.Subresource,
            ["name"] = request.Name,
            ["namespace"] = request.Namespace,
            ["operation"] = request.Operation.ToString().ToUpper(CultureInfo.InvariantCulture),
            ["userInfo"] = new JsonObject
            {
                ["username"] = request.User.Username,
                ["groups"] = new JsonArray([.. request.User.Groups.Select(group => JsonValue.Create(group))]),
            },
            ["object"] = InVersion(request.Object, request, version),
            ["oldObject"] = InVersion(request.OldObject, request, version),
            ["dryRun"] = request.DryRun,
            ["options"] = request.Options?.DeepClone(),
        },
    };

    /// <summary>What is wrong with an answer; null when it can be used.</summary>
    public static string? Problem(JsonNode? review, string reviewVersion, string uid, bool mutating)
    {
        if (review.At("response") is not JsonObject response)
            return "webhook response was absent";
        // v1beta1 was never checked, and webhooks of that day rely on it.
        if (reviewVersion == "v1beta1")
            return null;
        if (response.Text("uid") != uid)
            return $"expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"";
        if (review.Text("apiVersion") != "admission.k8s.io/v1" || review.Text("kind") != "AdmissionReview")
            return $"expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got {review.Text("apiVersion")}, Kind={review.Text("kind")}";
        var (patch, type) = (response.Text("patch"), response.Text("patchType"));
        return mutating switch
        {
            true when patch is { Length: > 0 } && type is null => "webhook returned response.patch but not response.patchType",
            true when patch is null or "" && type is not null => "webhook returned response.patchType but not response.patch",
            false when patch is { Length: > 0 } => "validating webhook may not return response.patch",
            false when type is not null => "validating webhook may not return response.patchType",
            _ => null,
        };
    }

    private static JsonObject Kind(AdmissionRequest request, string version) => new() { ["group"] = request.Resource.Group, ["version"] = version, ["kind"] = request.Kind };

    private static JsonObject Resource(AdmissionRequest request, string version) =>
        new() { ["group"] = request.Resource.Group, ["version"] = version, ["resource"] = request.Resource.Plural };

    private static JsonNode? InVersion(JsonObject? value, AdmissionRequest request, string version)
    {
        var copy = value?.DeepClone();
        if (copy is not null && version != request.Version)
            copy["apiVersion"] = request.Resource.Group.Length == 0 ? version : $"{request.Resource.Group}/{version}";
        return copy;
    }
}
