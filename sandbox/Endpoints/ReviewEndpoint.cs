using Cake.Istio.Sandbox.Admission;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Answers what is created to be answered and never stored: access reviews and token reviews.</summary>
internal sealed class ReviewEndpoint(IAuthorizer authorizer, RoleAuthorizer roles, string token)
{
    /// <summary>Whether a kind is a review.</summary>
    public static bool Answers(string group) => group is "authorization.k8s.io" or "authentication.k8s.io";

    /// <summary>Answers a review.</summary>
    public Task AnswerAsync(ApiCall call, JsonObject review)
    {
        review["status"] = call.Resource.Kind switch
        {
            "SelfSubjectAccessReview" => Access(call, call.User, review),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(call, Subject(review), review),
            "SelfSubjectRulesReview" => string.IsNullOrEmpty(review.Text("spec", "namespace")) ? throw StatusException.BadRequest("no namespace on request") : Rules(),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = Json(call.User) },
            _ => TokenStatus(review),
        };
        return Answer.JsonAsync(call.Http, HttpStatusCode.Created, review);
    }

    private JsonObject Access(ApiCall call, UserInfo user, JsonObject review)
    {
        Check(review, call.Resource.Kind, call.Path.Namespace);
        if (review.At("spec", "nonResourceAttributes") is { } path)
            return Decision(roles.Find(user, null, rule => RoleAuthorizer.Covers(rule, path.Text("verb") ?? "", path.Text("path") ?? "")));
        var attributes = review.At("spec", "resourceAttributes");
        var wanted = new AccessAttributes(
            user.Username, attributes.Text("verb") ?? "", attributes.Text("group") ?? "", attributes.Text("resource") ?? "", Given(attributes.Text("subresource")),
            Given(attributes.Text("namespace")), Given(attributes.Text("name")));
        return Decision(authorizer.IsAllowed(wanted) ? roles.Find(user, wanted.Namespace, rule => RoleAuthorizer.Covers(rule, wanted)) : null);
    }

    private static void Check(JsonObject review, string kind, string? space)
    {
        var causes = new List<StatusCause>();
        var (resource, path) = (review.At("spec", "resourceAttributes"), review.At("spec", "nonResourceAttributes"));
        if (resource is not null && path is not null)
            Invalid("spec.nonResourceAttributes", path, "cannot be specified in combination with resourceAttributes");
        if (resource is null && path is null)
            Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        if (kind != "SelfSubjectAccessReview" && string.IsNullOrEmpty(review.Text("spec", "user")) && !review.Texts("spec", "groups").Any())
            Invalid("spec.user", "", "at least one of user or group must be specified");
        if (kind == "LocalSubjectAccessReview" && resource is not null && (resource.Text("namespace") ?? "") != space)
            Invalid("spec.resourceAttributes.namespace", resource.Text("namespace") ?? "", "must match metadata.namespace");
        if (kind == "LocalSubjectAccessReview" && path is not null)
            Invalid("spec.nonResourceAttributes", path, "disallowed on this kind of request");
        if (causes.Count > 0)
            throw StatusException.Invalid("authorization.k8s.io", kind, review.Name(), causes);

        void Invalid(string field, JsonNode? value, string why) =>
            causes.Add(new StatusCause("FieldValueInvalid", $"Invalid value: {value?.ToJsonString() ?? "null"}: {why}", field));
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static JsonObject Decision(string? reason) => reason switch
    {
        null => new JsonObject { ["allowed"] = false },
        "" => new JsonObject { ["allowed"] = true },
        _ => new JsonObject { ["allowed"] = true, ["reason"] = reason },
    };

    private static JsonObject Rules() => new()
    {
        ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
        ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }),
        ["incomplete"] = false,
    };

    private JsonObject TokenStatus(JsonObject review)
    {
        if (string.IsNullOrEmpty(review.Text("spec", "token")))
            throw StatusException.BadRequest("token is required for TokenReview in authentication");
        var known = review.Text("spec", "token") == token;
        var status = new JsonObject { ["authenticated"] = known, ["user"] = known ? Json(Authenticator.Administrator) : new JsonObject() };
        if (!known)
            status["error"] = "invalid bearer token";
        return status;
    }

    private static UserInfo Subject(JsonObject review) => new(review.Text("spec", "user") ?? "", [.. review.Texts("spec", "groups")]);

    private static JsonObject Json(UserInfo user) =>
        new() { ["username"] = user.Username, ["groups"] = new JsonArray([.. user.Groups.Select(group => JsonValue.Create(group))]) };
}
