using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Catalog;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Registry;
using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Server;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>A request about a resource.</summary>
/// <param name="Http">The exchange.</param>
/// <param name="User">Who asks.</param>
/// <param name="Path">What the path names.</param>
/// <param name="Resource">The resource.</param>
internal sealed record ApiCall(HttpContext Http, UserInfo User, RequestPath Path, ResourceDefinition Resource)
{
    /// <summary>Ends when the client goes away or the server stops.</summary>
    public CancellationToken Cancelled => Http.RequestAborted;

    /// <summary>The kind of the request's body: that of the resource, or of its subresource.</summary>
    public KindSchema BodyKind
    {
        get
        {
            if (Path.Subresource is null || Resource.Subresource(Path.Subresource) is not { } part || part.Kind == Resource.Kind)
                return Resource.Schema;
            var at = part.ApiVersion.IndexOf('/', StringComparison.Ordinal);
            return new KindSchema(at < 0 ? "" : part.ApiVersion[..at], part.ApiVersion[(at + 1)..], part.Kind, Resource.Plural, part.Type ?? TypeSchema.Any);
        }
    }

    /// <summary>Whether nothing is to be stored.</summary>
    /// <exception cref="StatusException">400 for another value than All.</exception>
    public bool DryRun
    {
        get
        {
            var values = Http.Request.Query["dryRun"];
            return values.Count != 0 && (values.All(value => value is "All" or "") ? values.Contains("All") : throw StatusException.Invalid(
                "meta.k8s.io", "CreateOptions", "",
                [new StatusCause("FieldValueNotSupported", $"Unsupported value: \"{values}\": supported values: \"All\"", "dryRun")]));
        }
    }

    /// <summary>A query parameter; null when absent or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A query parameter that switches something on.</summary>
    public bool QueryFlag(string name) => Http.Request.Query.TryGetValue(name, out var value) && value.ToString() is "" or "true" or "1" or "True" or "t" or "T" or "TRUE";

    /// <summary>What the registry needs to know of this request.</summary>
    public WriteRequest ToWrite(ICollection<string> warnings) => new()
    {
        Resource = Resource,
        Namespace = Path.Namespace,
        Name = Path.Name,
        Subresource = Path.Subresource,
        Manager = FieldManagerName.Of(Http.Request),
        DryRun = DryRun,
        FieldValidation = Query("fieldValidation") switch
        {
            "Strict" => FieldValidation.Strict,
            "Ignore" => FieldValidation.Ignore,
            "Warn" or null => FieldValidation.Warn,
            var other => throw StatusException.Invalid("meta.k8s.io", "CreateOptions", "",
                [new StatusCause("FieldValueNotSupported",
                    $"Unsupported value: \"{other}\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"", "fieldValidation")]),
        },
        Force = QueryFlag("force"),
        User = User,
        Warnings = warnings,
    };
}
