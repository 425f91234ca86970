using System.Text.Json.Nodes;
using Cake.Istio.Errors;

namespace Cake.Istio.Manifests.Images;

/// <summary>The images that a release's objects name, and other registries for them.</summary>
/// <remarks>
/// Containers and init containers, images in arguments and environment, and what the sidecar injector will use: the values of its template
/// (<c>global.hub</c>, <c>global.tag</c>, <c>global.proxy.image</c>) and images written in the template.
/// </remarks>
public static class ReleaseImages
{
    /// <summary>Every place that names an image, in the objects' order.</summary>
    /// <param name="objects">The objects.</param>
    public static IReadOnlyList<ImageUse> Find(IReadOnlyList<KubeObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return [.. objects.SelectMany(o => Find(o.Json).Select(found => new ImageUse(found.Image, o.Ref, o.Source, found.Path)))];
    }

    /// <summary>Takes every image from one hub: <c>docker.io/istio/pilot:1.2.2</c> becomes <c>registry.example.com/mesh/pilot:1.2.2</c>.</summary>
    /// <param name="objects">The objects; they stay as they are.</param>
    /// <param name="hub">A registry and perhaps a path in it.</param>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.InvalidOption"/>: the hub is none. <see cref="ErrorCode.ImageNamesCollide"/>: two images would get the same name.
    /// </exception>
    public static IReadOnlyList<KubeObject> UseHub(IReadOnlyList<KubeObject> objects, string hub)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(hub);
        hub = hub.TrimEnd('/');
        if (ImageReference.TryParse($"{hub}/x") is not { } probe || probe.Hub != hub)
            throw new MeshException(ErrorCode.InvalidOption, $"'{hub}' is no image registry.", "give --hub as registry and path, such as registry.example.com/istio.");
        RefuseCollisions(objects, hub);
        return [.. objects.Select(o => Changed(o, json =>
        {
            foreach (var slot in PodImages.Slots(json).ToList())
                slot.Replace(slot.Image.In(hub));
            InjectorImages.Move(json, hub);
        }))];
    }

    /// <summary>Gives pull secrets to every pod, every service account and the sidecar injector.</summary>
    /// <param name="objects">The objects; they stay as they are.</param>
    /// <param name="names">The secrets' names.</param>
    public static IReadOnlyList<KubeObject> UsePullSecrets(IReadOnlyList<KubeObject> objects, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(names);
        return names.Count == 0 ? objects : [.. objects.Select(o => Changed(o, json => PullSecrets.Add(json, names)))];
    }

    private static IEnumerable<(string Path, ImageReference Image)> Find(JsonObject json) =>
        PodImages.Slots(json).Select(static slot => (slot.Path, slot.Image)).Concat(InjectorImages.Find(json));

    private static KubeObject Changed(KubeObject o, Action<JsonObject> change)
    {
        var json = (JsonObject)o.Json.DeepClone();
        change(json);
        return JsonNode.DeepEquals(json, o.Json) ? o : o with { Json = json };
    }

    private static void RefuseCollisions(IReadOnlyList<KubeObject> objects, string hub)
    {
        var collision = Find(objects).Select(use => use.Image).DistinctBy(image => (image.Registry, image.Repository, image.Tag, image.Digest))
            .GroupBy(image => image.In(hub).ToString(), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (collision is null)
            return;
        throw new MeshException(
            ErrorCode.ImageNamesCollide,
            $"{string.Join(" and ", collision)} would both be {collision.Key}.",
            "leave --hub out, and let the nodes' container runtime use a mirror instead.");
    }
}
