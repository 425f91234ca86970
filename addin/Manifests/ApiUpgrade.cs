using System.Text.Json.Nodes;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests;

/// <summary>Rewrites objects from API versions that Kubernetes has removed to those it serves, without changing what they mean.</summary>
/// <remarks>
/// Source: the Kubernetes deprecated API migration guide and the defaulting and conversion code of each group. Where an old version had another
/// default, it is written out; where the new one cannot say something, a note says so. Upgrading what has been upgraded changes nothing.
/// A control plane of that time still calls the removed APIs itself; rewriting its manifest does not help it there.
/// </remarks>
public static class ApiUpgrade
{
    /// <summary>Rewrites what the cluster does not serve and a rule can help.</summary>
    /// <param name="objects">The objects; they stay as they are.</param>
    /// <param name="isServed">Whether the cluster serves a kind in an API version.</param>
    public static ApiUpgradeResult Upgrade(IReadOnlyList<KubeObject> objects, Func<string, string, bool> isServed)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(isServed);
        var upgraded = new List<KubeObject>(objects.Count);
        var rewrites = new List<ApiRewrite>();
        foreach (var old in objects)
        {
            var (changed, rewrite) = Upgrade(old, isServed);
            upgraded.Add(changed);
            if (rewrite is not null)
                rewrites.Add(rewrite);
        }

        var defined = upgraded.SelectMany(CustomResourceDefinitionKinds.Of).ToHashSet();
        return new(upgraded, rewrites, [.. upgraded.Where(o => !isServed(o.ApiVersion, o.Kind) && !defined.Contains((o.ApiVersion, o.Kind)))]);
    }

    private static (KubeObject Object, ApiRewrite? Rewrite) Upgrade(KubeObject old, Func<string, string, bool> isServed)
    {
        var json = (JsonObject)old.Json.DeepClone();
        var notes = new List<string>();
        if (!isServed(old.ApiVersion, old.Kind) && ApiVersionRule.Find(old.ApiVersion, old.Kind) is { Successor: { } successor } rule && isServed(successor, old.Kind))
        {
            json["apiVersion"] = successor;
            json.Remove("status");
            rule.Rewrite?.Invoke(json, notes);
        }

        OutdatedParts.Rewrite(json, isServed, notes);
        var upgraded = old with { Json = json };
        return upgraded.ApiVersion == old.ApiVersion && notes.Count == 0
            ? (old, null)
            : (upgraded, new(upgraded.Ref, old.Source, old.ApiVersion, upgraded.ApiVersion, notes));
    }
}
