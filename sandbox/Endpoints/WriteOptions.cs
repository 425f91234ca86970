using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>The query parameters of a write, checked as apimachinery's <c>ValidateCreateOptions</c> and its siblings do.</summary>
internal static class WriteOptions
{
    private const int LongestManager = 128;

    /// <summary>Refuses parameters that mean nothing.</summary>
    /// <param name="call">The request.</param>
    /// <param name="dryRun">What a body says of <c>dryRun</c>, beside the query.</param>
    /// <exception cref="StatusException">422.</exception>
    public static void Check(ApiCall call, params IEnumerable<string> dryRun)
    {
        var (findings, method) = (new Findings(), call.Http.Request.Method);
        if (method == "PATCH")
            CheckPatch(call, findings);
        if (method != "DELETE")
            CheckManager(call.Query("fieldManager") ?? "", findings);
        var dryRuns = call.Http.Request.Query["dryRun"].OfType<string>().Concat(dryRun).ToArray();
        if (!dryRuns.All(value => value == "All"))
            findings.NotSupported("dryRun", new JsonArray([.. dryRuns.Select(value => JsonValue.Create(value))]), "All");
        if (method != "DELETE" && call.Query("fieldValidation") is { } validation and not ("Ignore" or "Strict" or "Warn"))
            findings.NotSupported("fieldValidation", validation, "", "Ignore", "Strict", "Warn");
        if (findings.Causes.Count > 0)
            throw StatusException.Invalid("meta.k8s.io", $"{Verb(method)}Options", "", findings.Causes);
    }

    /// <summary>Refuses a propagation that there is not, or that is told twice.</summary>
    /// <exception cref="StatusException">422.</exception>
    public static void CheckPropagation(string? propagation, bool? orphan)
    {
        var findings = new Findings();
        if (orphan is not null && propagation is not null)
            findings.Invalid("propagationPolicy", propagation, "orphanDependents and deletionPropagation cannot be both set");
        if (propagation is not (null or "Background" or "Foreground" or "Orphan"))
            findings.NotSupported("propagationPolicy", propagation, "Foreground", "Background", "Orphan", "nil");
        if (findings.Causes.Count > 0)
            throw StatusException.Invalid("meta.k8s.io", "DeleteOptions", "", findings.Causes);
    }

    private static string Verb(string method) => method switch
    {
        "POST" => "Create",
        "PUT" => "Update",
        "PATCH" => "Patch",
        _ => "Delete",
    };

    private static void CheckPatch(ApiCall call, Findings findings)
    {
        var isApply = ObjectDecoder.ContentType(call) == MediaType.ApplyPatch;
        if (isApply && call.Query("fieldManager") is null)
            findings.Required("fieldManager", "is required for apply patch");
        if (!isApply && call.Query("force") is not null)
            findings.Forbidden("force", "may not be specified for non-apply patch");
    }

    private static void CheckManager(string manager, Findings findings)
    {
        if (manager.Length > LongestManager)
            findings.TooLong("fieldManager", LongestManager);
        var position = 0;
        foreach (var rune in manager.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || (Rune.IsWhiteSpace(rune) && rune.Value != ' '))
                findings.Invalid("fieldManager", manager, string.Create(CultureInfo.InvariantCulture, $"invalid character U+{rune.Value:X4} (at position {position})"));
            position += rune.Utf8SequenceLength;
        }
    }
}
