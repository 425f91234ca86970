namespace Cake.Istio.Manifests.Yaml;

/// <summary>What a token is.</summary>
internal enum YamlTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A line such as <c>%YAML 1.1</c>.</summary>
    Directive,

    /// <summary><c>---</c>.</summary>
    DocumentStart,

    /// <summary><c>...</c>.</summary>
    DocumentEnd,

    /// <summary>A deeper indentation that begins a list.</summary>
    BlockSequenceStart,

    /// <summary>A deeper indentation that begins a mapping.</summary>
    BlockMappingStart,

    /// <summary>A smaller indentation.</summary>
    BlockEnd,

    /// <summary><c>[</c>.</summary>
    FlowSequenceStart,

    /// <summary><c>]</c>.</summary>
    FlowSequenceEnd,

    /// <summary><c>{</c>.</summary>
    FlowMappingStart,

    /// <summary><c>}</c>.</summary>
    FlowMappingEnd,

    /// <summary><c>- </c>.</summary>
    BlockEntry,

    /// <summary><c>,</c>.</summary>
    FlowEntry,

    /// <summary><c>? </c>, or the place before a simple key.</summary>
    Key,

    /// <summary><c>: </c>.</summary>
    Value,

    /// <summary><c>*name</c>.</summary>
    Alias,

    /// <summary><c>&amp;name</c>.</summary>
    Anchor,

    /// <summary><c>!tag</c>.</summary>
    Tag,

    /// <summary>A scalar without quotes.</summary>
    PlainScalar,

    /// <summary>A scalar in quotes, or a block scalar.</summary>
    QuotedScalar,
}

/// <summary>A token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Text">A scalar's value, an anchor's name, a tag in its long form; else empty.</param>
internal readonly record struct YamlToken(YamlTokenKind Kind, YamlMark Start, string Text = "");
