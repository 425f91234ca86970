using System.Text.RegularExpressions;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Conversion;

/// <summary>What the stored version demands and an older version does not.</summary>
internal static partial class OlderRules
{
    /// <summary>The causes that hold: those of the version of the request, without what the stored object, once written in an older one, breaks already.</summary>
    /// <param name="received">The resource in the version of the request.</param>
    /// <param name="causes">What the stored version says against the object.</param>
    /// <param name="ofStored">What it says against the object that is stored.</param>
    public static IReadOnlyList<StatusCause> Relax(ResourceDefinition received, IReadOnlyList<StatusCause> causes, Func<IReadOnlyList<StatusCause>> ofStored)
    {
        var pattern = received.Group switch
        {
            "admissionregistration.k8s.io" => Webhook(),
            "apiextensions.k8s.io" => Definition(),
            _ => null,
        };
        if (pattern is null || !causes.Any(IsRelaxed) || (received.Version != "v1beta1" && !ofStored().Any(IsRelaxed)))
            return causes;
        return [.. causes.Where(cause => !IsRelaxed(cause))];

        bool IsRelaxed(StatusCause cause) => pattern.IsMatch(cause.Field ?? "");
    }

    /// <summary>The causes with what the newest server alone allows: a Service's name that begins with a digit (KEP-5311).</summary>
    public static IReadOnlyList<StatusCause> Tighten(ResourceDefinition resource, JsonObject value, IReadOnlyList<StatusCause> causes)
    {
        if (resource.Key != Resources.Services || value.Name().Length == 0)
            return causes;
        var findings = new Findings();
        findings.Invalid("metadata.name", value.Name(), NameRules.Rfc1035Label(value.Name()));
        return [.. findings.Causes, .. causes.Where(cause => cause.Field != "metadata.name")];
    }

    [GeneratedRegex(@"^webhooks\[\d+\]\.(sideEffects|admissionReviewVersions)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Webhook();

    [GeneratedRegex(@"^(spec\.versions\[\d+\]\.schema|spec\.preserveUnknownFields|metadata\.annotations\[api-approved)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Definition();
}
