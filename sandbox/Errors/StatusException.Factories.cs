namespace Cake.Istio.Sandbox.Errors;

/// <content>The refusals of k8s.io/apimachinery/pkg/api/errors, with its wording.</content>
internal sealed partial class StatusException
{
    /// <summary>404: there is no such object.</summary>
    public static StatusException NotFound(ResourceKey resource, string name) =>
        new(HttpStatusCode.NotFound, "NotFound", $"{resource} \"{name}\" not found") { Name = name, Group = resource.Group, Kind = resource.Plural };

    /// <summary>409: an object of that name exists.</summary>
    public static StatusException AlreadyExists(ResourceKey resource, string name) =>
        new(HttpStatusCode.Conflict, "AlreadyExists", $"{resource} \"{name}\" already exists") { Name = name, Group = resource.Group, Kind = resource.Plural };

    /// <summary>409: a precondition such as the resourceVersion does not hold.</summary>
    public static StatusException Conflict(ResourceKey resource, string name, string why) =>
        new(HttpStatusCode.Conflict, "Conflict", $"Operation cannot be fulfilled on {resource} \"{name}\": {why}")
        {
            Name = name,
            Group = resource.Group,
            Kind = resource.Plural,
        };

    /// <summary>409: the object's resourceVersion is not the stored one.</summary>
    public static StatusException Modified(ResourceKey resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    /// <summary>422: the object breaks validation rules.</summary>
    /// <param name="group">The API group of the kind; empty for core.</param>
    /// <param name="kind">The kind, such as <c>Service</c>.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="causes">At least one cause.</param>
    public static StatusException Invalid(string group, string kind, string name, IReadOnlyList<StatusCause> causes)
    {
        var texts = causes.Select(cause => cause.Field is null ? cause.Message : $"{cause.Field}: {cause.Message}").Distinct(StringComparer.Ordinal).ToArray();
        var text = texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        var qualified = group.Length == 0 ? kind : $"{kind}.{group}";
        return new(HttpStatusCode.UnprocessableEntity, "Invalid", $"{qualified} \"{name}\" is invalid: {text}")
        {
            Name = name,
            Group = group,
            Kind = kind,
            Causes = causes,
        };
    }

    /// <summary>400: the request makes no sense.</summary>
    public static StatusException BadRequest(string message) => new(HttpStatusCode.BadRequest, "BadRequest", message);

    /// <summary>403: the server understood and refuses.</summary>
    public static StatusException Forbidden(ResourceKey resource, string name, string why) =>
        new(HttpStatusCode.Forbidden, "Forbidden", $"{resource} \"{name}\" is forbidden: {why}") { Name = name, Group = resource.Group, Kind = resource.Plural };

    /// <summary>410: the resourceVersion is older than the history that is kept.</summary>
    public static StatusException Expired(string message) => new(HttpStatusCode.Gone, "Expired", message);
}
