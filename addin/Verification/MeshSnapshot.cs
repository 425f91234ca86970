using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Manifests;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio.Verification;

/// <summary>What a release says should stand in a cluster, beside what the cluster answered.</summary>
/// <param name="Expected">The release's objects, namespaces filled in.</param>
/// <param name="Live">Every object that was listed.</param>
/// <param name="Unserved">Kinds of <paramref name="Expected"/> that the server does not serve.</param>
/// <param name="Settings">What the user asked for.</param>
internal sealed record MeshSnapshot(
    IReadOnlyList<ObjectRef> Expected,
    LiveObjects Live,
    IReadOnlyList<string> Unserved,
    MeshSettings Settings)
{
    /// <summary>The release, which says how policies are read.</summary>
    public required IstioVersion Release { get; init; }

    /// <summary>The policies that the release brings itself or has a Job apply. Default: none.</summary>
    public IReadOnlyList<JsonObject> Policies { get; init; } = [];

    /// <summary>The expected objects of these kinds, each with what is live, or null.</summary>
    public IReadOnlyList<(ObjectRef Ref, JsonObject? Live)> Pairs(Func<ObjectRef, bool> which) =>
        [.. Expected.Where(which).Select(o => (o, Live.Find(ObjectKey.Of(o))))];
}
