using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Readiness;
using Cake.Istio.Releases;

namespace Cake.Istio.Verification;

/// <summary>
/// Reads the mesh-wide mutual TLS mode back from the policies that decide it: from 1.5 on the oldest PeerAuthentication without a selector in the mesh's
/// root namespace, through 1.5 MeshPolicy <c>default</c>.
/// </summary>
/// <remarks>
/// Source: istio/istio, pilot/pkg/model/authentication.go (addPeerAuthentication) and, through 1.5, pilot/pkg/security/authn/v1alpha1 (GetMutualTLSMode).
/// </remarks>
internal static class MtlsModeReader
{
    private const string PeerAuthentication = "PeerAuthentication";
    private const string MeshPolicy = "MeshPolicy";

    private static readonly (string Group, string Kind)[] Kinds = [("security.istio.io", PeerAuthentication), ("authentication.istio.io", MeshPolicy)];

    /// <summary>Where the policies are.</summary>
    public static IEnumerable<(ApiResource Resource, string? Namespace)> Places(ApiDiscovery discovery, string ns) =>
        from kind in Kinds
        let resource = discovery.PreferredFor(kind.Group, kind.Kind)
        where resource is not null
        select (resource, resource.Namespaced ? ns : null);

    /// <summary>The policies among live objects.</summary>
    public static IReadOnlyList<JsonObject> Policies(LiveObjects live) => [.. Kinds.SelectMany(kind => live.OfKind(kind.Group, kind.Kind))];

    /// <summary>Whether an object is such a policy.</summary>
    public static bool IsPolicy(JsonObject item) => item.Text("kind") is PeerAuthentication or MeshPolicy;

    /// <summary>The mode.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="ns">The mesh's root namespace.</param>
    /// <param name="release">The release whose control plane reads them.</param>
    public static MeshMtls Read(IEnumerable<JsonObject> policies, string ns, IstioVersion release)
    {
        var all = policies.ToList();
        var peers = all.Where(item => item.Text("kind") == PeerAuthentication && item.Text("metadata", "namespace") == ns).ToList();
        if (release.IsAtLeast(1, 5) && MeshWide(peers) is { } meshWide)
            return OfPeerAuthentication(meshWide, ns);
        if (release.IsAtLeast(1, 6))
        {
            var narrow = peers.Find(item => item.Name() == "default");
            return new(MtlsState.Permissive, narrow is null ? $"no mesh-wide PeerAuthentication in namespace {ns}" : $"PeerAuthentication {ns}/default has a selector, so it is not mesh-wide", narrow);
        }

        return all.Find(item => item.Text("kind") == MeshPolicy && item.Name() == "default") is { } policy
            ? OfMeshPolicy(policy)
            : new(MtlsState.Disabled, "no MeshPolicy default, without which servers take plain text only", null);
    }

    // Of several, istiod takes the oldest; what is still to be made is the youngest.
    private static JsonObject? MeshWide(IEnumerable<JsonObject> peers) => peers
        .Where(item => !MeshMtls.HasSelector(item))
        .OrderBy(item => item.Time("metadata", "creationTimestamp") ?? DateTimeOffset.MaxValue)
        .ThenBy(item => item.Name(), StringComparer.Ordinal)
        .FirstOrDefault();

    private static MeshMtls OfPeerAuthentication(JsonObject policy, string ns)
    {
        var mode = policy.Text("spec", "mtls", "mode") ?? "UNSET";
        var state = mode switch
        {
            "STRICT" => MtlsState.Strict,
            "DISABLE" => MtlsState.Disabled,
            _ => MtlsState.Permissive,
        };
        return new(state, $"PeerAuthentication {ns}/{policy.Name()}: {mode}", policy);
    }

    private static MeshMtls OfMeshPolicy(JsonObject policy)
    {
        var peer = policy.Objects("spec", "peers").FirstOrDefault(peer => peer.ContainsKey("mtls"));
        var state = peer switch
        {
            null => MtlsState.Disabled,
            _ when peer.Text("mtls", "mode") == "PERMISSIVE" => MtlsState.Permissive,
            _ => MtlsState.Strict,
        };
        return new(state, $"MeshPolicy default: mtls {(peer is null ? "not set" : peer["mtls"]?.ToJsonString() ?? "null")}", policy);
    }
}
