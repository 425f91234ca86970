using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.Images;

/// <summary>The images of a pod or a pod's template: its containers, what they are told to run in turn, and its volumes (KEP-4639).</summary>
internal static partial class PodImages
{
    private static readonly string[] ContainerLists = ["initContainers", "containers", "ephemeralContainers"];
    private static readonly string[] ArgumentLists = ["command", "args"];

    /// <summary>The places in an object that has a pod's specification.</summary>
    internal static IEnumerable<ImageSlot> Slots(JsonObject json) =>
        PodTemplate.Of(json).Object("spec") is { } pod ? ContainerLists.SelectMany(list => InList(pod, list)).Concat(InVolumes(pod)) : [];

    private static IEnumerable<ImageSlot> InVolumes(JsonObject pod) =>
        from volume in pod.Objects("volumes")
        let source = volume.Object("image")
        let image = ImageReference.TryParse(source.Text("reference"))
        where image is not null
        select new ImageSlot($"volumes[{volume.Text("name")}].image.reference", image, other => source["reference"] = other.ToString());

    private static IEnumerable<ImageSlot> InList(JsonObject pod, string list)
    {
        foreach (var container in pod.Objects(list))
        {
            var path = $"{list}[{container.Text("name")}]";
            if (ImageReference.TryParse(container.Text("image")) is { } image)
                yield return new($"{path}.image", image, other => container["image"] = other.ToString());
            foreach (var slot in ArgumentLists.SelectMany(arguments => Arguments(container, arguments, path)))
                yield return slot;
            foreach (var variable in container.Objects("env"))
            {
                if (Told(variable.Text("name"), variable.Text("value")) is { } told)
                    yield return new($"{path}.env[{variable.Text("name")}]", told, other => variable["value"] = other.ToString());
            }
        }
    }

    private static IEnumerable<ImageSlot> Arguments(JsonObject container, string list, string path)
    {
        var arguments = container[list] as JsonArray ?? [];
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is not JsonValue value || !value.TryGetValue<string>(out var text))
                continue;
            var (at, equals) = (i, text.IndexOf('=', StringComparison.Ordinal));
            var flag = equals >= 0 ? text[..equals] : i > 0 ? arguments[i - 1]?.ToString() : null;
            var prefix = text[..(equals + 1)];
            if (Told(flag, text[(equals + 1)..]) is { } told)
                yield return new($"{path}.{list}[{i}]", told, other => arguments[at] = prefix + other);
        }
    }

    // A value under a name that speaks of images, or one that has a registry, a path and a tag or digest and so is nothing else.
    private static ImageReference? Told(string? name, string? value)
    {
        if (ImageReference.TryParse(value) is not { } image)
            return null;
        var saysImage = name is not null && name.Contains("image", StringComparison.OrdinalIgnoreCase) && value!.AsSpan().ContainsAny('/', ':');
        return saysImage || Unmistakable().IsMatch(value!) ? image : null;
    }

    [GeneratedRegex(@"\A([a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?|localhost|[a-z0-9-]+:[0-9]+)/.+(:[^/]*[^/0-9][^/]*|@[a-z0-9]+:[0-9a-f]{32,})\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Unmistakable();
}
