using System.Text.RegularExpressions;
using Cake.Istio.Sandbox.Catalog;
using Cake.Istio.Sandbox.Errors;

namespace Cake.Istio.Sandbox.Conversion;

/// <summary>What the stored version demands and an older version does not.</summary>
internal static partial class OlderRules
{
    /// <summary>The causes that hold in the version of the request.</summary>
    public static IReadOnlyList<StatusCause> Relax(ResourceDefinition received, IReadOnlyList<StatusCause> causes) => received.ApiVersion switch
    {
        "admissionregistration.k8s.io/v1beta1" => [.. causes.Where(cause => !Webhook().IsMatch(cause.Field ?? ""))],
        "apiextensions.k8s.io/v1beta1" => [.. causes.Where(cause => !Definition().IsMatch(cause.Field ?? ""))],
        _ => causes,
    };

    [GeneratedRegex(@"^webhooks\[\d+\]\.(sideEffects|admissionReviewVersions)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Webhook();

    [GeneratedRegex(@"^(spec\.versions\[\d+\]\.schema|spec\.preserveUnknownFields|metadata\.annotations\[api-approved)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Definition();
}
