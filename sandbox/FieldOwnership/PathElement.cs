using System.Text.Encodings.Web;

namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>One step of a field path: a field, a list item by its keys, a set's item by its value, or an item by its index.</summary>
internal sealed class PathElement : IEquatable<PathElement>
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2 * Json.JsonTree.MaxDepth };

    private readonly int _rank;
    private readonly string _field = "";
    private readonly KeyValuePair<string, Scalar>[] _keys = [];
    private readonly Scalar _value;
    private readonly int _index;

    private PathElement(string field) => _field = field;

    private PathElement(KeyValuePair<string, Scalar>[] keys) => (_rank, _keys) = (1, keys);

    private PathElement(Scalar value) => (_rank, _value) = (2, value);

    private PathElement(int index) => (_rank, _index) = (3, index);

    /// <summary>The field's name; null when this is no field.</summary>
    public string? Field => _rank == 0 ? _field : null;

    /// <summary>Does it select a list item by its keys?</summary>
    public bool IsKey => _rank == 1;

    /// <summary>A field.</summary>
    public static PathElement OfField(string name) => new(name);

    /// <summary>A list item by its keys.</summary>
    public static PathElement OfKeys(IEnumerable<KeyValuePair<string, Scalar>> keys) => new([.. keys.OrderBy(key => key.Key, StringComparer.Ordinal)]);

    /// <summary>A set's item.</summary>
    public static PathElement OfValue(Scalar value) => new(value);

    /// <summary>An item of an atomic list.</summary>
    public static PathElement OfIndex(int index) => new(index);

    /// <summary>Reads the form of FieldsV1: <c>f:</c>, <c>k:</c>, <c>v:</c> or <c>i:</c>; null for one of an unknown sort, which is ignored.</summary>
    /// <exception cref="FormatException">It is of a known sort but broken.</exception>
    public static PathElement? Parse(string text)
    {
        if (text.Length < 2 || text[1] != ':')
            throw new FormatException($"missing colon: {text}");
        try
        {
            return text[0] switch
            {
                'f' => new PathElement(text[2..]),
                'k' => OfKeys(JsonNode.Parse(text[2..])!.AsObject().Select(key => KeyValuePair.Create(key.Key, Scalar.Of(key.Value)))),
                'v' => new PathElement(Scalar.Of(JsonNode.Parse(text[2..]))),
                'i' => new PathElement(int.Parse(text.AsSpan(2), CultureInfo.InvariantCulture)),
                _ => null,
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException or NullReferenceException or OverflowException)
        {
            throw new FormatException($"parsing key as path element: {text}", error);
        }
    }

    /// <summary>The form of FieldsV1.</summary>
    public string Serialize() => _rank switch
    {
        0 => "f:" + _field,
        1 => "k:" + new JsonObject(_keys.Select(key => KeyValuePair.Create(key.Key, key.Value.ToJson()))).ToJsonString(Relaxed),
        2 => "v:" + (_value.ToJson()?.ToJsonString(Relaxed) ?? "null"),
        _ => string.Create(CultureInfo.InvariantCulture, $"i:{_index}"),
    };

    /// <summary>Fields, then keys, then values, then indexes; each by its content.</summary>
    public int Order(PathElement other)
    {
        if (_rank != other._rank)
            return _rank.CompareTo(other._rank);
        return _rank switch
        {
            0 => string.CompareOrdinal(_field, other._field),
            1 => CompareKeys(other._keys),
            2 => _value.Order(other._value),
            _ => _index.CompareTo(other._index),
        };
    }

    public bool Equals(PathElement? other) => other is not null && Order(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as PathElement);

    public override int GetHashCode() => _rank switch
    {
        0 => _field.GetHashCode(StringComparison.Ordinal),
        1 => _keys.Aggregate(1, (hash, key) => HashCode.Combine(hash, key.Key, key.Value)),
        2 => _value.GetHashCode(),
        _ => _index,
    };

    /// <summary>The form of conflict messages: <c>.data</c>, <c>[name="x"]</c>, <c>[=1]</c>, <c>[0]</c>.</summary>
    public override string ToString() => _rank switch
    {
        0 => "." + _field,
        1 => $"[{string.Join(',', _keys.Select(key => $"{key.Key}={key.Value}"))}]",
        2 => $"[={_value}]",
        _ => string.Create(CultureInfo.InvariantCulture, $"[{_index}]"),
    };

    private int CompareKeys(KeyValuePair<string, Scalar>[] other)
    {
        for (var index = 0; index < Math.Min(_keys.Length, other.Length); index++)
        {
            var byName = string.CompareOrdinal(_keys[index].Key, other[index].Key);
            var order = byName != 0 ? byName : _keys[index].Value.Order(other[index].Value);
            if (order != 0)
                return order;
        }
        return _keys.Length.CompareTo(other.Length);
    }
}
