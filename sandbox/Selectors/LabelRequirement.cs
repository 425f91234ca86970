namespace Cake.Istio.Sandbox.Selectors;

/// <summary>One term of a label selector.</summary>
/// <param name="Key">The label's key.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Values">What it is compared with.</param>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlySet<string> Values)
{
    /// <summary>Whether labels fulfil it, as k8s.io/apimachinery/pkg/labels decides.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.In => has && Values.Contains(value!),
            LabelOperator.NotIn => !has || !Values.Contains(value!),
            LabelOperator.Exists => has,
            LabelOperator.DoesNotExist => !has,
            LabelOperator.GreaterThan => has && Compare(value!) > 0,
            _ => has && Compare(value!) < 0,
        };
    }

    /// <summary>The form of a query.</summary>
    public override string ToString() => Operator switch
    {
        LabelOperator.In when Values.Count == 1 => $"{Key}={Values.First()}",
        LabelOperator.In => $"{Key} in ({string.Join(',', Values.Order(StringComparer.Ordinal))})",
        LabelOperator.NotIn when Values.Count == 1 => $"{Key}!={Values.First()}",
        LabelOperator.NotIn => $"{Key} notin ({string.Join(',', Values.Order(StringComparer.Ordinal))})",
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => $"!{Key}",
        LabelOperator.GreaterThan => $"{Key}>{Values.First()}",
        _ => $"{Key}<{Values.First()}",
    };

    private int Compare(string value) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var left) && long.TryParse(Values.First(), CultureInfo.InvariantCulture, out var right)
            ? left.CompareTo(right)
            : 0;
}
