namespace Cake.Istio.Sandbox.Admission;

/// <summary>
/// The admission chain of a write. A creation, update or patch calls <see cref="MutateAsync"/> after defaulting and before validation, and
/// <see cref="ValidateAsync"/> after validation and before storing; a deletion calls both with the old object only. Dry runs call them too.
/// </summary>
internal interface IAdmission
{
    /// <summary>The built-in mutating plug-ins, then the mutating webhooks.</summary>
    /// <param name="request">The write. Its object is not changed.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The object to go on with; null for a deletion. Defaults and validation apply to it again.</returns>
    /// <exception cref="StatusException">The refusal as the client sees it.</exception>
    Task<JsonObject?> MutateAsync(AdmissionRequest request, CancellationToken cancellationToken);

    /// <summary>The built-in validating plug-ins and the validating webhooks.</summary>
    /// <param name="request">The write, with the object as it is to be stored.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="StatusException">The refusal as the client sees it.</exception>
    Task ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken);
}
