using System.Collections.Frozen;

namespace Cake.Istio.Sandbox.Schema;

/// <summary>Reads the field lines of one type in kinds.txt.</summary>
internal static class FieldReader
{
    /// <summary>The fields by name.</summary>
    public static FrozenDictionary<string, FieldSchema> Read(ReadOnlySpan<char> lines, SchemaTable table)
    {
        var fields = new List<FieldSchema>();
        foreach (var line in lines.EnumerateLines())
            if (line.Length > 0)
                fields.Add(ReadField(line[1..].ToString().Split(' '), table));
        return fields.ToFrozenDictionary(field => field.Name);
    }

    private static FieldSchema ReadField(string[] words, SchemaTable table)
    {
        var marks = words.AsSpan(2);
        var strategies = (marks.Contains("merge") ? PatchStrategies.Merge : PatchStrategies.None)
            | (marks.Contains("retainKeys") ? PatchStrategies.RetainKeys : PatchStrategies.None);
        var mergeKey = Value(marks, "key:");
        return new FieldSchema(words[0], ReadType(words[1], marks, mergeKey, strategies, table))
        {
            Presence = marks.Contains("always") ? Presence.Always : marks.Contains("pointer") ? Presence.WhenGiven : Presence.WhenNotEmpty,
            IsNull = marks.Contains("always") && marks.Contains("pointer"),
            IsRequired = marks.Contains("required"),
            Default = Value(marks, "default:") is { } text ? JsonNode.Parse(text) : null,
            Choices = Value(marks, "enum:")?.Split('|') ?? [],
            PatchStrategies = strategies,
            PatchMergeKey = mergeKey,
        };
    }

    private static TypeSchema ReadType(string word, ReadOnlySpan<string> marks, string? mergeKey, PatchStrategies strategies, SchemaTable table)
    {
        if (word[0] == '[')
        {
            var keys = Value(marks, "keys:")?.Split(',');
            // As kube-openapi's schemaconv does: the patch strategy stands in for a missing list type.
            var merges = !marks.Contains("atomic") && !marks.Contains("set") && strategies.HasFlag(PatchStrategies.Merge);
            if (keys is null && merges && mergeKey is not null)
                keys = [mergeKey];
            return new TypeSchema(TypeShape.List, word)
            {
                Element = ReadType(word[1..^1], [], null, PatchStrategies.None, table),
                ListType = keys is not null ? ListType.Map : marks.Contains("set") || merges ? ListType.Set : ListType.Atomic,
                Keys = keys ?? [],
            };
        }
        if (word.Split('|') is { Length: > 1 } alternatives && word[0] != '{')
            return new TypeSchema(TypeShape.Any, word) { Alternatives = [.. alternatives.Select(alternative => ReadType(alternative, [], null, PatchStrategies.None, table))] };
        var type = word[0] == '{'
            ? new TypeSchema(TypeShape.Map, word) { Element = ReadType(word[1..^1], [], null, PatchStrategies.None, table) }
            : ReadScalar(word) ?? table.Struct(word);
        return marks.Contains("atomic") ? type.AsAtomic() : type;
    }

    private static TypeSchema? ReadScalar(string word) => word switch
    {
        "json" => TypeSchema.Any,
        "raw" => TypeSchema.Raw,
        "string" => Scalars.String,
        "bytes" => Scalars.Bytes,
        "int32" => Scalars.Int32,
        "int64" => Scalars.Int64,
        "double" or "number" => Scalars.Number,
        "boolean" => Scalars.Boolean,
        "quantity" => Scalars.Quantity,
        "intOrString" => Scalars.IntOrString,
        "time" => Scalars.Time,
        "microTime" => Scalars.MicroTime,
        "object" => Scalars.Object,
        _ => null,
    };

    private static string? Value(ReadOnlySpan<string> marks, string prefix)
    {
        foreach (var mark in marks)
            if (mark.StartsWith(prefix, StringComparison.Ordinal))
                return mark[prefix.Length..];
        return null;
    }
}
