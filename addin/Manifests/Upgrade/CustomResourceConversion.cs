using System.Text;
using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>How a CustomResourceDefinition converts between its versions, from v1beta1 to v1.</summary>
internal static class CustomResourceConversion
{
    /// <summary>Puts the webhook's settings where v1 has them.</summary>
    internal static void Rewrite(JsonObject spec, ICollection<string> notes)
    {
        if (spec.Object("conversion") is not { } conversion)
            return;
        var (client, reviews) = (conversion.Take("webhookClientConfig"), conversion.Take("conversionReviewVersions"));
        if (conversion.Text("strategy") != "Webhook")
            return;
        if (client is JsonObject config && config.Text("caBundle") is { } bundle && !IsCertificate(bundle))
        {
            config.Remove("caBundle");
            notes.Add("The conversion webhook's caBundle holds no certificate, which v1 refuses, and is left out.");
        }

        if (conversion["webhook"] is null)
            conversion["webhook"] = new JsonObject { ["conversionReviewVersions"] = reviews is JsonArray { Count: > 0 } ? reviews : new JsonArray("v1beta1") }.With("clientConfig", client);
    }

    private static bool IsCertificate(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count)
            && Encoding.Latin1.GetString(bytes, 0, count).Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal);
    }
}
