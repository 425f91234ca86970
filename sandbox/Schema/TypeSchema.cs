using System.Collections.Frozen;
using System.Diagnostics;

namespace Cake.Istio.Sandbox.Schema;

/// <summary>A type of Kubernetes objects, built in or of a custom resource. Immutable; the fields of a struct are read when first asked for.</summary>
[DebuggerDisplay("{Name} {Shape}")]
internal sealed class TypeSchema(TypeShape shape, string name, Lazy<FrozenDictionary<string, FieldSchema>>? fields = null)
{
    private static readonly FrozenDictionary<string, FieldSchema> NoFields = FrozenDictionary<string, FieldSchema>.Empty;

    /// <summary>Any value, owned field by field.</summary>
    public static TypeSchema Any { get; } = new(TypeShape.Any, "any");

    /// <summary>Any value, owned as a whole.</summary>
    public static TypeSchema Raw { get; } = new(TypeShape.Raw, "raw") { IsAtomic = true };

    /// <summary>What values it takes.</summary>
    public TypeShape Shape { get; } = shape;

    /// <summary>The name in kinds.txt, such as <c>core.v1.Container</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The fields of a struct by name.</summary>
    public FrozenDictionary<string, FieldSchema> Fields => fields?.Value ?? NoFields;

    /// <summary>The type of a list's items, of a map's values, or of a struct's undeclared fields (null: there may be none).</summary>
    public TypeSchema? Element { get; init; }

    /// <summary>Of <see cref="TypeShape.Any"/>: the types one of which a value has; empty for any at all.</summary>
    public IReadOnlyList<TypeSchema> Alternatives { get; init; } = [];

    /// <summary>Is an object of this type owned as a whole (<c>x-kubernetes-map-type: atomic</c>)? For lists see <see cref="ListType"/>.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>How a list is merged.</summary>
    public ListType ListType { get; init; }

    /// <summary>The fields that tell the items of a <see cref="ListType.Map"/> apart.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The same type, owned as a whole.</summary>
    public TypeSchema AsAtomic() => new(Shape, Name, fields) { Element = Element, IsAtomic = true, ListType = ListType.Atomic };

    /// <summary>The type of a value under this name in an object of this type; null when it is not declared.</summary>
    public TypeSchema? Child(string name) => Shape switch
    {
        TypeShape.Any or TypeShape.Object => Any,
        TypeShape.Raw => Raw,
        _ => Fields.TryGetValue(name, out var field) ? field.Type : Element,
    };

    /// <summary>Is the name a declared field (and not just a key)?</summary>
    public bool Declares(string name) => Fields.ContainsKey(name);
}
