namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>Where a webhook is called, from its <c>clientConfig</c>.</summary>
/// <param name="Text">The URL as error messages show it, with the timeout; a port is shown where it is given.</param>
/// <param name="Service">The Service; null for one that is given by URL.</param>
/// <param name="AuthorityPem">The certificate authority to trust; empty for the system's.</param>
internal sealed record WebhookTarget(string Text, WebhookTarget.ServiceReference? Service, string AuthorityPem)
{
    /// <summary>The URL to call.</summary>
    public Uri Url { get; } = new(Text);

    /// <summary>Reads it.</summary>
    /// <exception cref="WebhookCallException">It names neither.</exception>
    public static WebhookTarget Of(Webhook webhook)
    {
        var config = webhook.ClientConfig;
        var authority = Decode(config.Text("caBundle"));
        var timeout = $"timeout={(int)webhook.Timeout.TotalSeconds}s";
        if (config.At("service") is JsonObject service)
        {
            var reference = new ServiceReference(
                service.Text("namespace") ?? "", service.Text("name") ?? "", service.Number("port") ?? 443, "/" + (service.Text("path") ?? "").TrimStart('/'));
            var url = $"https://{reference.Name}.{reference.Namespace}.svc:{reference.Port}{reference.Path}?{timeout}";
            return new WebhookTarget(url, reference, authority);
        }
        return config.Text("url") is { } given && Uri.TryCreate(given, UriKind.Absolute, out _)
            ? new WebhookTarget($"{given.Split('?', '#')[0]}?{timeout}", null, authority)
            : throw new WebhookCallException("could not get REST client: webhook configuration must have either service or URL");
    }

    private static string Decode(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out var written) ? Encoding.UTF8.GetString(bytes, 0, written) : "";
    }

    /// <summary>A Service that a webhook is called at.</summary>
    internal sealed record ServiceReference(string Namespace, string Name, long Port, string Path);
}
