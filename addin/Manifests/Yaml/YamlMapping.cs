using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Collects a mapping's entries: of two equal keys the last counts, and a merge key counts where it stands.</summary>
internal sealed class YamlMapping
{
    private const string MergeNeedsMapping = "a merge key ('<<') needs a mapping or a list of mappings";

    // The line of each entry, in the mapping's order; 0 for one that a merge brought and that may be overridden.
    private readonly List<int> _lines = [];
    private readonly ManifestSink _sink;

    /// <summary>Begins a mapping.</summary>
    internal YamlMapping(YamlMark start, NodePositions positions, ManifestSink sink)
    {
        _sink = sink;
        positions.Note(Json, start.Line, start.Column);
    }

    /// <summary>The mapping.</summary>
    internal JsonObject Json { get; } = [];

    /// <summary>Adds an entry.</summary>
    /// <exception cref="YamlException">The key is none, or a merge key has no mapping.</exception>
    internal void Add(YamlNode key, YamlNode value)
    {
        if (key.IsMerge)
            Merge(value);
        else
            Set(key, value.ToJson());
    }

    private void Set(YamlNode key, JsonNode? value)
    {
        var name = key.ToKey();
        if (Json.TryAdd(name, value, out var index))
        {
            _lines.Add(key.Start.Line);
            return;
        }

        Json.SetAt(index, value);
        if (_lines[index] > 0)
            _sink.Warn(key.Start.Line, key.Start.Column, DuplicateKey.Text(name, _lines[index]));
        _lines[index] = key.Start.Line;
    }

    // go-yaml v2 merges where the key stands: it overrides what came before it, and what comes after overrides it.
    private void Merge(YamlNode value)
    {
        switch (value.Collection)
        {
            case JsonObject one:
                Merge(one);
                break;
            case JsonArray many when !value.IsAlias && many.All(static item => item is JsonObject):
                foreach (var item in many.Reverse())
                    Merge(item!.AsObject());
                break;
            default:
                throw new YamlException(value.Start, MergeNeedsMapping);
        }
    }

    private void Merge(JsonObject merged)
    {
        foreach (var (key, value) in merged)
        {
            if (Json.TryAdd(key, value?.DeepClone(), out var index))
                _lines.Add(0);
            else
                Json.SetAt(index, value?.DeepClone());
        }
    }
}
