using System.Text.Json.Nodes;

namespace Cake.Istio.Apply.ClientSide;

/// <summary>
/// What a client-side apply leaves to somebody else. The server does not say who owns a field, and what a body leaves out is removed; so such a field is
/// sent with the value that it has.
/// </summary>
internal static class ClientSideOwnership
{
    /// <summary>The annotation by which the gateway step says that it holds a Service's type.</summary>
    public const string GatewayMark = "cake-istio/gateway";

    /// <summary>Whether the gateway step holds a Service's type on a server that does not record owners.</summary>
    public static bool IsHeld(JsonObject live) => live["metadata"]?["managedFields"] is null && live["metadata"]?["annotations"]?[GatewayMark] is not null;

    /// <summary>Puts the values of others into a body.</summary>
    /// <param name="body">The body; it is changed in place.</param>
    /// <param name="live">The live object.</param>
    /// <param name="keepGateway">Whether the gateway's type stays ours (<c>--gateway=keep</c>).</param>
    /// <returns>What was kept as it is.</returns>
    public static IReadOnlyList<ReleasedField> Apply(JsonObject body, JsonObject live, bool keepGateway)
    {
        KeepBundles(body, live);
        NamespaceMetadata.SendAlong(body, live);
        if (keepGateway || !IsHeld(live) || body["spec"] is not JsonObject spec || JsonNode.DeepEquals(spec["type"], live["spec"]?["type"]))
            return [];
        SetType(spec, (string?)live["spec"]?["type"]);
        return [new(".spec.type", FieldManager.Gateway, "the gateway step holds it; --gateway=keep gives it back to the release")];
    }

    /// <summary>Gives a Service another type; the server refuses node ports on one inside the cluster.</summary>
    /// <param name="spec">The Service's <c>spec</c>, live or as it was applied.</param>
    /// <param name="type">The type.</param>
    public static void SetType(JsonObject spec, string? type)
    {
        spec["type"] = type;
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>().Where(_ => type == "ClusterIP"))
            port.Remove("nodePort");
    }

    // Applied once, if only as "", it would be taken away now that it is left out.
    private static void KeepBundles(JsonObject body, JsonObject live)
    {
        if (LastApplied.Read(live)?["webhooks"] is not JsonArray applied)
            return;
        foreach (var webhook in (body["webhooks"] as JsonArray ?? []).OfType<JsonObject>().Where(webhook => webhook["name"] is JsonValue))
        {
            var same = FieldPathElement.OfKeys(new() { ["name"] = webhook["name"]!.DeepClone() });
            if (webhook["clientConfig"] is JsonObject client && client["caBundle"] is null
                && same.Find(applied)?["clientConfig"] is JsonObject before && before.ContainsKey("caBundle")
                && (live["webhooks"] is JsonArray webhooks ? same.Find(webhooks)?["clientConfig"]?["caBundle"] : null) is { } bundle)
            {
                client["caBundle"] = bundle.DeepClone();
            }
        }
    }
}
