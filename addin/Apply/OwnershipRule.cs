using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>A field that this installer gives away to somebody who manages it at run time.</summary>
/// <param name="Reason">Why, as part of a sentence in a plan.</param>
/// <param name="Paths">The paths of one object that the rule speaks of.</param>
/// <param name="GivesTo">Whether the rule gives the field to the manager of this entry.</param>
internal sealed record OwnershipRule(
    string Reason,
    Func<JsonObject, IEnumerable<FieldPath>> Paths,
    Func<ManagedFieldsEntry, bool> GivesTo);
