using Cake.Istio.Errors;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight;

/// <summary>Turns failed findings into the error that stops a run.</summary>
internal static class PreflightVerdict
{
    /// <summary>Throws if a finding failed; all that failed are in the text, with the code of the first one that has a code of its own.</summary>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.ApiVersionsNotServed"/>, <see cref="ErrorCode.PermissionMissing"/>, <see cref="ErrorCode.ForeignMesh"/>, <see cref="ErrorCode.WebhookUnanswered"/>,
    /// <see cref="ErrorCode.PruneLimitExceeded"/>, what the server refuses an object for, or <see cref="ErrorCode.PreflightFailed"/>.
    /// </exception>
    public static void EnsurePassed(IReadOnlyList<Finding> findings)
    {
        var failed = findings.Where(finding => finding.Status == FindingStatus.Failed).ToList();
        if (failed.Count == 0)
            return;
        var text = failed.Select(finding => string.Join($"{Environment.NewLine}    ", finding.Evidence.Prepend(finding.Title)));
        throw new MeshException(
            failed.Select(finding => finding.Code).FirstOrDefault(code => code is not null) ?? ErrorCode.PreflightFailed,
            string.Join($"{Environment.NewLine}  ", text),
            string.Join(" ", failed.Select(finding => finding.Hint).OfType<string>()),
            failed.Count == 1 ? failed[0].Subject : null);
    }
}
