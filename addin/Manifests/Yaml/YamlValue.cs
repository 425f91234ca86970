namespace Cake.Istio.Manifests.Yaml;

/// <summary>What a scalar means.</summary>
internal enum YamlKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Nothing.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent, or one too large for 64 bits.</summary>
    Float,
}

/// <summary>A scalar with its meaning.</summary>
/// <param name="Kind">Which of the other members counts.</param>
/// <param name="Text">The text as written.</param>
/// <param name="Boolean">The truth value.</param>
/// <param name="Magnitude">A whole number without its sign.</param>
/// <param name="Negative">Whether a whole number has a minus.</param>
/// <param name="Float">The number; may be infinite or not a number.</param>
internal readonly record struct YamlValue(
    YamlKind Kind, string Text, bool Boolean = false, ulong Magnitude = 0, bool Negative = false, double Float = 0);
