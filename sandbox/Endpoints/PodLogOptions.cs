using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>What of a container's log is asked for (v1 PodLogOptions).</summary>
/// <param name="Container">The container; null where the Pod has only one.</param>
/// <param name="Previous">Whether it is the log before the container was started again.</param>
/// <param name="Timestamps">Whether each line begins with its time.</param>
/// <param name="TailLines">How many lines, counted from the end; null for all.</param>
/// <param name="LimitBytes">How many bytes at most; null for all.</param>
/// <param name="SinceSeconds">How old a line may be, in seconds; null for any age.</param>
/// <param name="SinceTime">The time of the oldest line; null for any.</param>
internal sealed record PodLogOptions(
    string? Container = null, bool Previous = false, bool Timestamps = false, long? TailLines = null, long? LimitBytes = null, long? SinceSeconds = null, DateTimeOffset? SinceTime = null)
{
    /// <summary>Reads the query.</summary>
    /// <exception cref="StatusException">400 for what cannot be read, 422 for what makes no sense (ValidatePodLogOptions).</exception>
    public static PodLogOptions From(ApiCall call)
    {
        var (seconds, since) = (call.QueryNumber("sinceSeconds"), Time(call.Query("sinceTime")));
        var (lines, bytes) = (call.QueryNumber("tailLines"), call.QueryNumber("limitBytes"));
        var findings = new Findings();
        if (lines < 0)
            findings.Invalid("tailLines", lines, "must be greater than or equal to 0");
        if (bytes < 1)
            findings.Invalid("limitBytes", bytes, "must be greater than 0");
        if (seconds is not null && since is not null)
            findings.Forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified");
        else if (seconds < 1)
            findings.Invalid("sinceSeconds", seconds, "must be greater than 0");
        // Streams are an alpha feature.
        if (call.Http.Request.Query.ContainsKey("stream"))
            findings.Forbidden("stream", "may not be specified");
        return findings.Causes.Count > 0
            ? throw StatusException.Invalid("", "PodLogOptions", call.Path.Name!, findings.Causes)
            : new PodLogOptions(call.Query("container"), call.QueryFlag("previous"), call.QueryFlag("timestamps"), lines, bytes, seconds, since);
    }

    private static DateTimeOffset? Time(string? text) => text is null or "null" ? null : Rfc3339.TryParse(text, out var time)
        ? time
        : throw StatusException.BadRequest($"parsing time {GoText.Quote(text)} as \"2006-01-02T15:04:05Z07:00\": cannot parse {GoText.Quote(text)} as \"2006\"");
}
