using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Settings;

namespace Cake.Istio.Verification;

/// <summary>
/// Reads the mesh-wide mutual TLS mode back from the cluster: PeerAuthentication <c>default</c> in the mesh's namespace
/// (Istio 1.5 on), MeshPolicy <c>default</c> (1.1 to 1.4), and the control plane's own setting in ConfigMap <c>istio</c> (to 1.4).
/// </summary>
internal static class MtlsModeReader
{
    /// <summary>Where it looks.</summary>
    public static IEnumerable<(ApiResource Resource, string? Namespace)> Places(ApiDiscovery discovery, string ns) =>
        from place in new[] { ("security.istio.io", "PeerAuthentication", ns), ("authentication.istio.io", "MeshPolicy", null), ("", "ConfigMap", ns) }
        let resource = discovery.PreferredFor(place.Item1, place.Item2)
        where resource is not null
        select (resource, place.Item3);

    /// <summary>The mode with what says so; permissive where nothing does.</summary>
    public static (MtlsMode Mode, string Evidence) Read(LiveObjects live, string ns) => Find(live, ns) ?? (MtlsMode.Permissive, $"no policy, and no ConfigMap {ns}/istio");

    /// <summary>The mode with what says so, or null where no mesh is.</summary>
    public static (MtlsMode Mode, string Evidence)? Find(LiveObjects live, string ns)
    {
        if (live.Find(new("security.istio.io", "PeerAuthentication", ns, "default")) is { } peers)
        {
            var mode = (string?)peers["spec"]?["mtls"]?["mode"] ?? "UNSET";
            return (mode == "STRICT" ? MtlsMode.Strict : MtlsMode.Permissive, $"PeerAuthentication {ns}/default: {mode}");
        }

        if (live.Find(new("authentication.istio.io", "MeshPolicy", null, "default")) is { } policy)
        {
            var mtls = (policy["spec"]?["peers"] as JsonArray ?? []).FirstOrDefault(peer => peer?["mtls"] is not null || (peer as JsonObject)?.ContainsKey("mtls") == true);
            var strict = mtls is not null && (string?)mtls["mtls"]?["mode"] != "PERMISSIVE";
            return (strict ? MtlsMode.Strict : MtlsMode.Permissive, $"MeshPolicy default: mtls {mtls?["mtls"]?.ToJsonString() ?? "not set"}");
        }

        if (live.Find(new("", "ConfigMap", ns, "istio")) is not { } map)
            return null;
        var controlPlane = ((string?)map["data"]?["mesh"] ?? "").Contains("controlPlaneAuthPolicy: MUTUAL_TLS", StringComparison.Ordinal);
        return (controlPlane ? MtlsMode.Strict : MtlsMode.Permissive, $"ConfigMap {ns}/istio: controlPlaneAuthPolicy {(controlPlane ? "MUTUAL_TLS" : "NONE or not set")}");
    }
}
