using LabelSelector = Cake.Istio.Sandbox.Selectors.LabelSelector;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>An object as its <c>scale</c> subresource shows it.</summary>
internal static class ScaleView
{
    /// <summary>The Scale of an object.</summary>
    public static JsonObject Read(ResourceDefinition resource, JsonObject value)
    {
        var metadata = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
            if (value.Copy("metadata", name) is { } node)
                metadata[name] = node;
        var (wanted, actual, selector) = Paths(resource);
        var spec = new JsonObject();
        // None is not written (omitempty).
        if (value.At(wanted).Number() is { } replicas and not 0)
            spec["replicas"] = replicas;
        var status = new JsonObject { ["replicas"] = value.At(actual).Number() ?? 0 };
        if (selector is not null && SelectorText(value.At(selector)) is { Length: > 0 } text)
            status["selector"] = text;
        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    /// <summary>Gives an object the replicas of a Scale, in place.</summary>
    public static void Write(ResourceDefinition resource, JsonObject value, JsonObject scale)
    {
        var path = Paths(resource).Wanted;
        var parent = value;
        foreach (var segment in path[..^1])
            parent = parent.Child(segment);
        parent[path[^1]] = scale.Number("spec", "replicas") ?? 0;
        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version)
            value.Child("metadata")["resourceVersion"] = version;
    }

    /// <summary>What is wrong with the replicas of a custom object.</summary>
    /// <param name="scale">The scale subresource of its definition.</param>
    /// <param name="value">The object.</param>
    /// <param name="isStatus">Whether only its status is written.</param>
    public static IEnumerable<StatusCause> Check(JsonObject scale, JsonObject value, bool isStatus)
    {
        foreach (var path in isStatus ? ["statusReplicasPath"] : new[] { "specReplicasPath", "statusReplicasPath" })
            if (value.At(Split(scale, path)!).Number() is { } replicas and (< 0 or > int.MaxValue))
                yield return new StatusCause("FieldValueInvalid", string.Create(CultureInfo.InvariantCulture,
                    $"Invalid value: {replicas}: should be {(replicas < 0 ? "a non-negative integer" : $"less than or equal to {int.MaxValue}")}"), scale.Text(path));
    }

    private static (string[] Wanted, string[] Actual, string[]? Selector) Paths(ResourceDefinition resource) => resource.Custom?.Scale is { } scale
        ? (Split(scale, "specReplicasPath")!, Split(scale, "statusReplicasPath")!, Split(scale, "labelSelectorPath"))
        : (["spec", "replicas"], ["status", "replicas"], ["spec", "selector"]);

    private static string[]? Split(JsonObject scale, string name) => scale.Text(name)?.Split('.', StringSplitOptions.RemoveEmptyEntries);

    private static string SelectorText(JsonNode? selector)
    {
        if (selector.Text() is { } text)
            return text;
        // A ReplicationController's selector is the map itself.
        var labels = selector is JsonObject map && map.Any(field => field.Value is JsonValue) ? new JsonObject { ["matchLabels"] = map.DeepClone() } : selector as JsonObject;
        return labels is null ? "" : LabelSelector.From(labels).ToString();
    }
}
