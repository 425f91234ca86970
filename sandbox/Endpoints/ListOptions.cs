using Cake.Istio.Sandbox.Selectors;
using Cake.Istio.Sandbox.Validation;
using LabelSelector = Cake.Istio.Sandbox.Selectors.LabelSelector;

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
        CheckMatch(call);
        return new ListOptions(
            LabelSelector.Parse(call.Query("labelSelector")), FieldSelector.Parse(fields, call.Resource), Math.Max(0, call.QueryNumber("limit") ?? 0), call.Query("continue"),
            Version(call), call.Query("resourceVersionMatch"));
    }

    /// <summary>The version that the list is to show and no later one; null for the most recent. A page size alone asks for it too.</summary>
    public long? Exact => ResourceVersion > 0 && (Match == "Exact" || (Match is null && Limit > 0)) ? ResourceVersion : null;

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

    // As internalversion's ValidateListOptions.
    private static void CheckMatch(ApiCall call)
    {
        var (match, sendInitial, isWatch) = (call.Query("resourceVersionMatch"), call.Query("sendInitialEvents") is not null, call.QueryFlag("watch"));
        var findings = new Findings();
        if (isWatch && sendInitial && match != "NotOlderThan")
            findings.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        if (match is not null && isWatch && !sendInitial)
            findings.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        if (match is not null && !isWatch && call.Query("resourceVersion") is null)
            findings.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
        if (isWatch && match is not (null or "NotOlderThan"))
            findings.NotSupported("resourceVersionMatch", match, "NotOlderThan");
        if (match is not null && call.Query("continue") is not null)
            findings.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
        if (!isWatch && match is not (null or "Exact" or "NotOlderThan"))
            findings.NotSupported("resourceVersionMatch", match, "Exact", "NotOlderThan", "");
        if (!isWatch && match == "Exact" && call.Query("resourceVersion") == "0")
            findings.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        if (!isWatch && sendInitial)
            findings.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        if (findings.Causes.Count > 0)
            throw StatusException.Invalid("meta.k8s.io", "ListOptions", "", findings.Causes);
    }

    private static long? Version(ApiCall call)
    {
        if (call.Query("resourceVersion") is not { } text)
            return null;
        if (!call.QueryFlag("watch") && call.Query("continue") is not null && text != "0")
            throw StatusException.BadRequest("specifying resource version is not allowed when using continue");
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        var why = $"Invalid value: {GoText.Quote(text)}: strconv.ParseUint: parsing {GoText.Quote(text)}: invalid syntax";
        throw call.QueryFlag("watch")
            ? StatusException.Invalid(call.Resource.Group, call.Resource.Plural, "", [new StatusCause("FieldValueInvalid", why, "resourceVersion")])
            : StatusException.BadRequest($"invalid resource version: resourceVersion: {why}");
    }
}
