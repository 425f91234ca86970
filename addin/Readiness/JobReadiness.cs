using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>Stricter than kstatus: a Job is ready when it is complete, not while it runs.</summary>
internal static class JobReadiness
{
    public static ReadinessResult Evaluate(JsonObject json)
    {
        var succeeded = json.Number("status", "succeeded") ?? 0;
        var wanted = json.Number("spec", "completions") ?? 1;
        if (json.Condition("Complete") is { IsTrue: true })
            return ReadinessResult.Current($"completed, {succeeded} of {wanted} pods succeeded");
        if (json.Condition("Failed") is { IsTrue: true } failed)
            return ReadinessResult.Failed($"failed: {failed.Words}");
        if (json.Flag("spec", "suspend") && json.Condition("Suspended") is { IsTrue: true })
            return ReadinessResult.Current("is suspended");
        return json.Text("status", "startTime") is null
            ? ReadinessResult.InProgress("has not started yet")
            : ReadinessResult.InProgress($"is running, {succeeded} of {wanted} pods succeeded, {json.Number("status", "failed") ?? 0} failed");
    }
}
