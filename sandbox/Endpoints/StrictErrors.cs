using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>What becomes of unknown and duplicate fields (<c>fieldValidation</c>).</summary>
internal static class StrictErrors
{
    /// <summary>Ignores them, warns of each, or refuses.</summary>
    /// <exception cref="StatusException">What the refusal is, when they are to be refused.</exception>
    public static void Report(WriteRequest request, IReadOnlyList<string> errors, Func<IReadOnlyList<string>, StatusException> refusal)
    {
        if (errors.Count == 0 || request.FieldValidation == FieldValidation.Ignore)
            return;
        if (request.FieldValidation == FieldValidation.Strict)
            throw refusal(errors);
        foreach (var error in errors)
            request.Warnings.Add(error);
    }
}
