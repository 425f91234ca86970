using System.Text.RegularExpressions;

namespace Cake.Istio.Cluster;

/// <summary>An admission webhook that the API server had to ask about a write and could not call, out of its 500; its failure policy is Fail.</summary>
/// <param name="Webhook">The webhook's name, such as <c>validation.istio.io</c>.</param>
/// <param name="Service">The Service behind it, or null for one that is called by URL or that the server does not name.</param>
/// <param name="Why">The server's words on the call.</param>
internal sealed partial record WebhookFailure(string Webhook, (string Namespace, string Name)? Service, string Why)
{
    /// <summary>What answers the webhook, for a message.</summary>
    public string Backend => Service is { } service ? $"Service {service.Namespace}/{service.Name}" : Url ?? "its backend";

    /// <summary>Where the server called the webhook, without what it asked there; null where the server does not say.</summary>
    public string? Url { get; init; }

    /// <summary>The failure of a refusal, or null where it is about something else.</summary>
    public static WebhookFailure? Read(ApiStatus status) => status.Code >= 500 ? Find(status.Message) : null;

    /// <summary>The failure that a text speaks of, such as a condition's message; null where it speaks of none.</summary>
    public static WebhookFailure? Find(string text)
    {
        if (MessagePattern().Match(text) is not { Success: true } message)
            return null;
        var host = message.Groups["service"];
        return new(message.Groups["webhook"].Value, host.Success ? (message.Groups["namespace"].Value, host.Value) : null, message.Groups["why"].Value.Trim())
        {
            Url = message.Groups["url"] is { Success: true, Value: var url } ? url.Split('?')[0] : null,
        };
    }

    // Servers before 1.13 say "failed calling admission webhook"; those before 1.20 name the URL without quotes and without the words before it.
    [GeneratedRegex(
        @"failed calling (admission )?webhook ""(?<webhook>[^""]*)"": *(failed to call webhook: )?(Post ""?(?<url>https://((?<service>[^./"" ]+)\.(?<namespace>[^./"" ]+)\.svc(:\d+)?[/?][^"" ]*?|[^"" ]*?))""?: )?(?<why>.*)",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000)]
    private static partial Regex MessagePattern();
}
