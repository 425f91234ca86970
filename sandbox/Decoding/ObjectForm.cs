using Cake.Istio.Sandbox.CustomSchemas;
using Cake.Istio.Sandbox.Defaults;

namespace Cake.Istio.Sandbox.Decoding;

/// <summary>Brings an object that a client sent, or that a patch made, into the form in which a server keeps it.</summary>
internal static class ObjectForm
{
    /// <summary>Drops what the kind does not know, writes scalars canonically and fills in defaults. In place.</summary>
    /// <returns>The unknown fields, as strict errors.</returns>
    /// <exception cref="StatusException">400: a value is of the wrong type.</exception>
    public static DecodeReport Complete(KindSchema kind, JsonObject value, DecodeReport? given = null)
    {
        var report = given ?? new DecodeReport();
        if (kind.Structural is { } structural)
            CustomObjectForm.Complete(kind, structural, value, report);
        else
            ObjectNormalizer.Normalize(value, kind.Type, report);
        if (report.TypeError is { } error)
            throw CannotBeHandled(kind, error);
        KindDefaults.Apply(kind, value);
        return report;
    }

    /// <summary>400: such as <c>Rule in version "v1" cannot be handled as a Rule: strict decoding error: unknown field "spec.extra"</c>.</summary>
    public static StatusException CannotBeHandled(KindSchema kind, string why) =>
        StatusException.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {why}");

    /// <summary>The strict errors of a request with <c>fieldValidation=Strict</c>, as one.</summary>
    public static string Describe(IEnumerable<string> strictErrors) => $"strict decoding error: {string.Join(", ", strictErrors)}";
}
