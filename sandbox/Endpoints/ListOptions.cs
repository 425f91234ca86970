using System.Globalization;
using System.Net;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Selectors;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>The query of a LIST or a watch.</summary>
/// <param name="Labels">The label selector.</param>
/// <param name="Fields">The field selector.</param>
/// <param name="Limit">The size of a page; 0 for no limit.</param>
/// <param name="Continue">Where the next page begins; null for the first.</param>
/// <param name="ResourceVersion">The version asked for; null for the most recent.</param>
/// <param name="Match"><c>Exact</c>, <c>NotOlderThan</c> or null.</param>
internal sealed record ListOptions(LabelSelector Labels, FieldSelector Fields, long Limit, string? Continue, long? ResourceVersion, string? Match)
{
    /// <summary>Whether no object is left out.</summary>
    public bool IsEverything => Labels.IsEverything && Fields.IsEverything;

    /// <summary>Reads the query.</summary>
    /// <exception cref="StatusException">400 for what cannot be read.</exception>
    public static ListOptions From(ApiCall call)
    {
        var name = call.Path.Name is { } one ? $"metadata.name={one}" : null;
        var fields = string.Join(',', new[] { call.Query("fieldSelector"), name }.OfType<string>());
        return new ListOptions(
            LabelSelector.Parse(call.Query("labelSelector")), FieldSelector.Parse(fields, call.Resource), Number(call, "limit") ?? 0, call.Query("continue"),
            Number(call, "resourceVersion"), call.Query("resourceVersionMatch"));
    }

    /// <summary>Whether an object is meant.</summary>
    public bool Matches(StoredObject stored) => (Labels.IsEverything || Labels.Matches(stored.Labels)) && (Fields.IsEverything || Fields.Matches(stored));

    /// <summary>Refuses a version that does not exist yet.</summary>
    /// <exception cref="StatusException">504, as a server that has waited for it in vain.</exception>
    public static void CheckNotAhead(long? wanted, long current)
    {
        if (wanted > current)
            throw new StatusException(HttpStatusCode.GatewayTimeout, "Timeout",
                string.Create(CultureInfo.InvariantCulture, $"Timeout: Too large resource version: {wanted}, current: {current}"))
            {
                RetryAfterSeconds = 1,
                Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version", null)],
            };
    }

    private static long? Number(ApiCall call, string name)
    {
        if (call.Query(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw StatusException.BadRequest($"{name}: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }
}
