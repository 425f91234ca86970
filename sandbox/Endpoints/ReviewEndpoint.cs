using System.Net;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Server;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Answers what is created to be answered and never stored: access reviews and token reviews.</summary>
internal sealed class ReviewEndpoint(IAuthorizer authorizer, string token)
{
    /// <summary>Whether a kind is a review.</summary>
    public static bool Answers(string group) => group is "authorization.k8s.io" or "authentication.k8s.io";

    /// <summary>Answers a review.</summary>
    public Task AnswerAsync(ApiCall call, JsonObject review)
    {
        review["status"] = call.Resource.Kind switch
        {
            "SelfSubjectAccessReview" => Access(call.User, review, "SelfSubjectAccessReview"),
            "LocalSubjectAccessReview" when review.Text("spec", "resourceAttributes", "namespace") is var named && named != call.Path.Namespace => throw StatusException.Invalid(
                "authorization.k8s.io", call.Resource.Kind, "",
                [new StatusCause("FieldValueInvalid", $"Invalid value: \"{named}\": must match metadata.namespace", "spec.resourceAttributes.namespace")]),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(Subject(review), review, call.Resource.Kind),
            "SelfSubjectRulesReview" => review.Text("spec", "namespace") is { Length: > 0 } ? Rules() : throw StatusException.BadRequest("no namespace on request"),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = Json(call.User) },
            _ => TokenStatus(review),
        };
        return Answer.JsonAsync(call.Http, HttpStatusCode.Created, review);
    }

    private JsonObject Access(UserInfo user, JsonObject review, string kind)
    {
        if (review.At("spec", "resourceAttributes") is not JsonObject attributes)
            return review.At("spec", "nonResourceAttributes") is JsonObject ? Allowed(true) : throw StatusException.Invalid(
                "authorization.k8s.io", kind, "",
                [new StatusCause("FieldValueInvalid", "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified", "spec.resourceAttributes")]);
        if (review.At("spec", "nonResourceAttributes") is not null)
            throw StatusException.Invalid("authorization.k8s.io", kind, "",
                [new StatusCause("FieldValueInvalid", "Invalid value: cannot be specified in combination with resourceAttributes", "spec.nonResourceAttributes")]);
        if (kind != "SelfSubjectAccessReview" && user.Username.Length == 0 && user.Groups.Count == 0)
            throw StatusException.Invalid("authorization.k8s.io", kind, "",
                [new StatusCause("FieldValueInvalid", "Invalid value: \"\": at least one of user or group must be specified", "spec.user")]);
        return Allowed(authorizer.IsAllowed(new AccessAttributes(
            user.Username, attributes.Text("verb") ?? "", attributes.Text("group") ?? "", attributes.Text("resource") ?? "", Given(attributes.Text("subresource")),
            Given(attributes.Text("namespace")), Given(attributes.Text("name")))));
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static JsonObject Allowed(bool allowed) => allowed ? new JsonObject { ["allowed"] = true } : new JsonObject { ["allowed"] = false };

    private static JsonObject Rules() => new()
    {
        ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
        ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }),
        ["incomplete"] = false,
    };

    private JsonObject TokenStatus(JsonObject review)
    {
        if (review.Text("spec", "token") is null or "")
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
