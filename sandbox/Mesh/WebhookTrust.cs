namespace Cake.Istio.Sandbox.Mesh;

/// <summary>What the programs of the mesh change in webhook configurations.</summary>
internal static class WebhookTrust
{
    /// <summary>Fills in the bundle of the webhooks that are meant.</summary>
    /// <returns>The changed copy; null when they have it already.</returns>
    public static JsonObject? SetBundle(JsonObject configuration, string authorityPem, Func<string, bool> isMeant)
    {
        var bundle = MeshAuthority.Encode(authorityPem);
        var next = configuration.DeepClone().AsObject();
        var changed = false;
        foreach (var webhook in next.Objects("webhooks").Where(webhook => isMeant(webhook.Text("name") ?? "") && webhook.Text("clientConfig", "caBundle") != bundle))
        {
            webhook.Child("clientConfig")["caBundle"] = bundle;
            changed = true;
        }
        return changed ? next : null;
    }

    /// <summary>Makes requests fail that cannot be reviewed.</summary>
    /// <returns>The changed copy; null when they do already.</returns>
    public static JsonObject? FailClosed(JsonObject configuration)
    {
        var next = configuration.DeepClone().AsObject();
        var open = next.Objects("webhooks").Where(webhook => webhook.Text("failurePolicy") != "Fail").ToArray();
        foreach (var webhook in open)
            webhook["failurePolicy"] = "Fail";
        return open.Length > 0 ? next : null;
    }
}
