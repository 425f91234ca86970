using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>What of a container's log is asked for (v1 PodLogOptions).</summary>
internal sealed record PodLogOptions
{
    /// <summary>The container; null where the Pod has only one.</summary>
    public string? Container { get; init; }

    /// <summary>Whether it is the log before the container was started again.</summary>
    public bool Previous { get; init; }

    /// <summary>Whether each line begins with its time.</summary>
    public bool Timestamps { get; init; }

    /// <summary>How many lines, counted from the end; null for all.</summary>
    public long? TailLines { get; init; }

    /// <summary>How many bytes at most; null for all.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>How old a line may be, in seconds; null for any age.</summary>
    public long? SinceSeconds { get; init; }

    /// <summary>The time of the oldest line; null for any.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>Reads the query.</summary>
    /// <exception cref="StatusException">400 for what cannot be read, 422 for what makes no sense (ValidatePodLogOptions).</exception>
    public static PodLogOptions From(ApiCall call)
    {
        var options = new PodLogOptions
        {
            Container = call.Query("container"),
            Previous = call.QueryFlag("previous"),
            Timestamps = call.QueryFlag("timestamps"),
            SinceSeconds = call.QueryNumber("sinceSeconds"),
            SinceTime = Time(call.Query("sinceTime")),
            TailLines = call.QueryNumber("tailLines"),
            LimitBytes = call.QueryNumber("limitBytes"),
        };
        var findings = new Findings();
        if (options.TailLines < 0)
            findings.Invalid("tailLines", options.TailLines, "must be greater than or equal to 0");
        if (options.LimitBytes < 1)
            findings.Invalid("limitBytes", options.LimitBytes, "must be greater than 0");
        if (options is { SinceSeconds: not null, SinceTime: not null })
            findings.Forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified");
        else if (options.SinceSeconds < 1)
            findings.Invalid("sinceSeconds", options.SinceSeconds, "must be greater than 0");
        // Streams are an alpha feature.
        if (call.Http.Request.Query.ContainsKey("stream"))
            findings.Forbidden("stream", "may not be specified");
        return findings.Causes.Count == 0 ? options : throw StatusException.Invalid("", "PodLogOptions", call.Path.Name!, findings.Causes);
    }

    private static DateTimeOffset? Time(string? text) => text is null or "null" ? null : Rfc3339.TryParse(text, out var time)
        ? time
        : throw StatusException.BadRequest($"parsing time {GoText.Quote(text)} as \"2006-01-02T15:04:05Z07:00\": cannot parse {GoText.Quote(text)} as \"2006\"");
}
