namespace Cake.Istio.Sandbox.Validation;

/// <summary>Every value that allOf, anyOf, oneOf and not restrict is declared outside of them (KEP-1111).</summary>
internal static class StructuralCompleteness
{
    /// <summary>Checks a schema, and what its junctors say about the values below it.</summary>
    public static void Check(FieldCursor schema) => CheckJunctors(schema, schema);

    private static void CheckJunctors(FieldCursor restricting, FieldCursor declaring)
    {
        foreach (var nested in StructuralRules.Nested(restricting))
            CheckNested(nested, declaring);
    }

    private static void CheckNested(FieldCursor restricting, FieldCursor declaring)
    {
        if (!declaring.IsSet)
        {
            declaring.Findings.Required(declaring.Path, "because it is defined in " + restricting.Path);
            return;
        }
        CheckJunctors(restricting, declaring);
        if (restricting["items"].IsSet)
            CheckNested(restricting["items"], declaring["items"]);
        foreach (var (name, property) in restricting["properties"].Entries())
            CheckNested(property, declaring["properties"].Key(name));
    }
}
