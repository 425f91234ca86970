using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Registry;
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

    /// <summary>A query parameter; null when absent or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A query parameter that switches something on: any value but <c>false</c> and <c>0</c> does.</summary>
    public bool QueryFlag(string name) =>
        Http.Request.Query.TryGetValue(name, out var value) && !(value.ToString() == "0" || value.ToString().Equals("false", StringComparison.OrdinalIgnoreCase));

    /// <summary>A query parameter that is a number; null when absent.</summary>
    /// <exception cref="StatusException">400 when it is none.</exception>
    public long? QueryNumber(string name)
    {
        if (!Http.Request.Query.TryGetValue(name, out var given))
            return null;
        var text = given[0] ?? "";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        var isNumber = System.Numerics.BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        throw StatusException.BadRequest($"strconv.ParseInt: parsing {GoText.Quote(text)}: {(isNumber ? "value out of range" : "invalid syntax")}");
    }

    /// <summary>What the registry needs to know of this request.</summary>
    public WriteRequest ToWrite(ICollection<string> warnings) => new()
    {
        Resource = Resource,
        Namespace = Path.Namespace,
        Name = Path.Name,
        Subresource = Path.Subresource,
        Manager = FieldManagerName.Of(Http.Request),
        DryRun = Http.Request.Query["dryRun"].Contains("All"),
        FieldValidation = Query("fieldValidation") switch
        {
            "Strict" => FieldValidation.Strict,
            "Ignore" => FieldValidation.Ignore,
            _ => FieldValidation.Warn,
        },
        Force = QueryFlag("force"),
        User = User,
        Warnings = warnings,
    };
}
