using Cake.Istio.Errors;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight;

/// <summary>Turns failed findings into the error that stops a run.</summary>
internal static class PreflightVerdict
{
    // What has a code of its own, the first that failed first.
    private static readonly (string Id, string Code)[] Codes =
    [
        (ServedApisCheck.Id, ErrorCode.ApiVersionsNotServed),
        (PermissionsCheck.Id, ErrorCode.PermissionMissing),
        (OwnershipCheck.Id, ErrorCode.ForeignMesh),
        (DryRunsCheck.Id, ErrorCode.WebhookUnanswered),
    ];

    /// <summary>Throws if a finding failed; all that failed are in the text.</summary>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.ApiVersionsNotServed"/>, <see cref="ErrorCode.PermissionMissing"/>, <see cref="ErrorCode.ForeignMesh"/>, <see cref="ErrorCode.WebhookUnanswered"/> or
    /// <see cref="ErrorCode.PreflightFailed"/>.
    /// </exception>
    public static void EnsurePassed(IReadOnlyList<Finding> findings)
    {
        var failed = findings.Where(finding => finding.Status == FindingStatus.Failed).ToList();
        if (failed.Count == 0)
            return;
        var code = Codes.Where(entry => failed.Any(finding => finding.Id == entry.Id)).Select(entry => entry.Code).FirstOrDefault(ErrorCode.PreflightFailed);
        var text = failed.Select(finding => string.Join($"{Environment.NewLine}    ", finding.Evidence.Prepend(finding.Title)));
        throw new MeshException(
            code,
            string.Join($"{Environment.NewLine}  ", text),
            string.Join(" ", failed.Select(finding => finding.Hint).OfType<string>()),
            failed.Count == 1 ? failed[0].Subject : null);
    }
}
