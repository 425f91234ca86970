using System.Collections.Frozen;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>The fields of a schema in a CustomResourceDefinition (apiextensions v1, JSONSchemaProps), by what they are for.</summary>
internal static class SchemaField
{
    /// <summary>Says that an object keeps fields its schema does not name.</summary>
    internal const string PreserveUnknown = "x-kubernetes-preserve-unknown-fields";

    /// <summary>Says that a value is a number or text.</summary>
    internal const string IntOrString = "x-kubernetes-int-or-string";

    /// <summary>A regular expression that a text must match.</summary>
    internal const string Pattern = "pattern";

    /// <summary>The types that a schema may name.</summary>
    internal static readonly FrozenSet<string> Types = FrozenSet.Create("array", "boolean", "integer", "number", "object", "string");

    /// <summary>Fields that combine schemas in a list.</summary>
    internal static readonly IReadOnlyList<string> Junctors = ["allOf", "anyOf", "oneOf"];

    /// <summary>Fields that hold a value against a rule, without schemas of their own.</summary>
    internal static readonly FrozenSet<string> Rules = FrozenSet.Create(
        "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "maximum", "maxItems", "maxLength", "maxProperties",
        "minimum", "minItems", "minLength", "minProperties", "multipleOf", Pattern, "required");

    /// <summary>Fields for people.</summary>
    internal static readonly FrozenSet<string> Prose = FrozenSet.Create("description", "example", "externalDocs", "title");

    /// <summary>Fields that say what a value is, besides its type and the schemas below it.</summary>
    internal static readonly FrozenSet<string> Structure = FrozenSet.Create(
        "default", "nullable", "x-kubernetes-embedded-resource", IntOrString, "x-kubernetes-list-map-keys", "x-kubernetes-list-type",
        "x-kubernetes-map-type", PreserveUnknown, "x-kubernetes-validations");

    /// <summary>What the root may have besides, where the status subresource is on (ValidateCustomResourceDefinition).</summary>
    internal static readonly FrozenSet<string> NotAtRootWithStatus = FrozenSet.Create(
        "allOf", "anyOf", "oneOf", "not", "enum", "nullable", "maxProperties", "minProperties", "default", "additionalProperties",
        "x-kubernetes-embedded-resource", IntOrString, "x-kubernetes-map-type", "x-kubernetes-list-type", "x-kubernetes-list-map-keys");
}
