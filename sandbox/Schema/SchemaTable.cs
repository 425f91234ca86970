using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Cake.Istio.Sandbox.Schema;

/// <summary>The built-in kinds and their types, from kinds.txt. Types are parsed when first used.</summary>
internal sealed class SchemaTable
{
    private static readonly Lazy<SchemaTable> Embedded = new(() =>
    {
        using var reader = new StreamReader(typeof(SchemaTable).Assembly.GetManifestResourceStream("kinds.txt")!);
        return new SchemaTable(reader.ReadToEnd());
    });

    private readonly string _text;
    private readonly Dictionary<string, Range> _typeText = [];
    private readonly ConcurrentDictionary<string, TypeSchema> _types = new();
    private readonly FrozenDictionary<(string ApiVersion, string Kind), KindSchema> _byKind;
    private readonly FrozenDictionary<(string ApiVersion, string Plural), KindSchema> _byPlural;

    /// <summary>Reads the form of kinds.txt.</summary>
    public SchemaTable(string text)
    {
        _text = text;
        IndexTypes();
        Kinds = new KindReader(this).Read(text.AsSpan(0, text.IndexOf("\ntype ", StringComparison.Ordinal) + 1));
        _byKind = Kinds.ToFrozenDictionary(kind => (kind.ApiVersion, kind.Kind));
        _byPlural = Kinds.ToFrozenDictionary(kind => (kind.ApiVersion, kind.Plural));
    }

    /// <summary>What kube-apiserver 1.36 serves.</summary>
    public static SchemaTable BuiltIn => Embedded.Value;

    /// <summary>All kinds, in discovery's order.</summary>
    public IReadOnlyList<KindSchema> Kinds { get; }

    /// <summary>The kind, or null.</summary>
    public KindSchema? Find(string apiVersion, string kind) => _byKind.GetValueOrDefault((apiVersion, kind));

    /// <summary>The kind by its resource name, or null.</summary>
    public KindSchema? FindResource(string apiVersion, string plural) => _byPlural.GetValueOrDefault((apiVersion, plural));

    /// <summary>A struct by its name in kinds.txt.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TypeSchema Struct(string name) => _types.GetOrAdd(name, static (key, table) => table.Create(key), this);

    private TypeSchema Create(string name)
    {
        var lines = _text[_typeText[name]];
        var end = lines.IndexOf('\n', StringComparison.Ordinal);
        var fields = new Lazy<FrozenDictionary<string, FieldSchema>>(() => FieldReader.Read(lines.AsSpan(end + 1), this));
        return new TypeSchema(TypeShape.Struct, name, fields) { IsAtomic = lines.AsSpan(0, end).EndsWith(" atomic", StringComparison.Ordinal) };
    }

    private void IndexTypes()
    {
        var start = _text.IndexOf("\ntype ", StringComparison.Ordinal) + 1;
        while (start > 0)
        {
            var next = _text.IndexOf("\ntype ", start, StringComparison.Ordinal) + 1;
            var nameEnd = _text.AsSpan(start + 5).IndexOfAny(' ', '\n');
            _typeText[_text.Substring(start + 5, nameEnd)] = start..(next > 0 ? next : _text.Length);
            start = next;
        }
    }
}
