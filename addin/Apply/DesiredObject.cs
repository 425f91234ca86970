using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Apply;

/// <summary>An object of the release, matched with what the cluster serves.</summary>
/// <param name="Subject">Its identity, with the namespace filled in.</param>
/// <param name="Body">What the manifest says, as the body of an apply.</param>
/// <param name="Source">Where it was written.</param>
/// <param name="Resource">Where it is served, or null while its kind is still to come.</param>
/// <param name="IsKindKnown">Whether the cluster serves the kind or the release defines it.</param>
/// <param name="Needs">What it needs from the same install.</param>
internal sealed record DesiredObject(
    ObjectRef Subject,
    JsonObject Body,
    SourceLocation Source,
    ApiResource? Resource,
    bool IsKindKnown,
    IReadOnlyList<ObjectKey> Needs)
{
    /// <summary>The object's key.</summary>
    public ObjectKey Key => ObjectKey.Of(Subject);

    /// <summary>Matches objects with a cluster. Of two with the same identity the later one counts, as when both are applied in turn.</summary>
    /// <param name="objects">The objects of the release.</param>
    /// <param name="discovery">What the cluster serves.</param>
    /// <param name="ns">The namespace of objects that name none.</param>
    /// <returns>In the order in which they are applied.</returns>
    public static IReadOnlyList<DesiredObject> Match(IReadOnlyList<KubeObject> objects, ApiDiscovery discovery, string ns)
    {
        var scopes = Scopes(objects);
        var matched = new Dictionary<ObjectKey, DesiredObject>();
        foreach (var item in objects)
        {
            var resource = discovery.Find(item.ApiVersion, item.Kind);
            var isDefined = scopes.TryGetValue((item.ApiVersion, item.Kind), out var isNamespaced);
            var body = DesiredBody.Of(item, resource?.Namespaced ?? (!isDefined || isNamespaced), ns);
            var identity = item.Ref with { Namespace = (string?)body["metadata"]?["namespace"] };
            matched[ObjectKey.Of(identity)] = new(identity, body, item.Source, resource, resource is not null || isDefined, []);
        }

        var definitions = Dependencies.Definitions(matched.Values.Select(item => item.Body));
        var backends = new ServiceBackends(matched.Select(item => (item.Key, item.Value.Body)));
        return StageOrder.ForInstall(
            matched.Values.Select(item => item with { Needs = Dependencies.Of(item.Subject, item.Body, definitions, backends) }), item => item.Subject);
    }

    // What the release's own definitions will serve, and whether its objects live in a namespace.
    private static Dictionary<(string ApiVersion, string Kind), bool> Scopes(IEnumerable<KubeObject> objects)
    {
        var scopes = new Dictionary<(string, string), bool>();
        foreach (var definition in objects)
        {
            foreach (var kind in CustomResourceDefinitionKinds.Of(definition))
                scopes[kind] = (string?)definition.Json["spec"]?["scope"] != "Cluster";
        }

        return scopes;
    }
}
