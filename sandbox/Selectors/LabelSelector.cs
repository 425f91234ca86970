namespace Cake.Istio.Sandbox.Selectors;

/// <summary>Which objects a LIST, a watch or an owner means by their labels.</summary>
/// <param name="Requirements">All of them must hold.</param>
internal sealed record LabelSelector(IReadOnlyList<LabelRequirement> Requirements)
{
    /// <summary>Selects everything.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>Whether nothing is left out.</summary>
    public bool IsEverything => Requirements.Count == 0;

    /// <summary>Whether labels fulfil every requirement.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in Requirements)
            if (!requirement.Matches(labels))
                return false;
        return true;
    }

    /// <summary>The form of a query, such as <c>app=web,tier in (a,b)</c>.</summary>
    public override string ToString() => string.Join(',', Requirements.OrderBy(requirement => requirement.Key, StringComparer.Ordinal));

    /// <summary>Reads the <c>labelSelector</c> of a query.</summary>
    /// <exception cref="Errors.StatusException">400 with the parser's words.</exception>
    public static LabelSelector Parse(string? text) => string.IsNullOrEmpty(text) ? Everything : new LabelSelectorParser(text).Parse();

    /// <summary>Reads a <c>meta/v1 LabelSelector</c>: null selects nothing there, which the caller decides; an empty one selects everything.</summary>
    public static LabelSelector From(JsonObject selector)
    {
        var requirements = new List<LabelRequirement>();
        foreach (var (key, value) in selector["matchLabels"] as JsonObject ?? [])
            requirements.Add(new LabelRequirement(key, LabelOperator.In, new HashSet<string> { (string?)value ?? "" }));
        foreach (var expression in (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>())
            requirements.Add(new LabelRequirement((string?)expression["key"] ?? "", Operator((string?)expression["operator"]), Values(expression["values"])));
        return new LabelSelector(requirements);
    }

    private static HashSet<string> Values(JsonNode? values) => values is JsonArray array ? [.. array.Select(value => (string?)value ?? "")] : [];

    private static LabelOperator Operator(string? word) => word switch
    {
        "In" => LabelOperator.In,
        "NotIn" => LabelOperator.NotIn,
        "Exists" => LabelOperator.Exists,
        _ => LabelOperator.DoesNotExist,
    };
}
