using System.Text.RegularExpressions;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply;

/// <summary>One field that another manager owns, out of an API server's 409 to a server-side apply.</summary>
/// <param name="Manager">Who owns it.</param>
/// <param name="Subresource">Through which subresource it wrote the field; empty for the object itself.</param>
/// <param name="Field">The field, such as <c>.spec.type</c>.</param>
internal sealed partial record FieldConflict(string Manager, string Subresource, string Field)
{
    /// <summary>Whether a refusal is about field ownership, and not about a stale resourceVersion.</summary>
    public static bool IsIn(ApiStatus status) => status.Code == 409 && status.Causes.Any(cause => cause.Reason == "FieldManagerConflict");

    /// <summary>The conflicts of a refusal.</summary>
    public static IReadOnlyList<FieldConflict> Read(ApiStatus status) =>
    [
        .. from cause in status.Causes
           where cause.Reason == "FieldManagerConflict"
           let match = MessagePattern().Match(cause.Message)
           select new FieldConflict(match.Groups["manager"].Value, match.Groups["subresource"].Value, cause.Field ?? ""),
    ];

    /// <summary>The entries that the conflict is with; by name and subresource, which is all that the server says.</summary>
    public IEnumerable<ManagedFieldsEntry> OwnersAmong(IEnumerable<ManagedFieldsEntry> entries) =>
        entries.Where(entry => entry.Manager == Manager && entry.Subresource == Subresource);

    /// <summary>Gives <c>.spec.type is owned by kubectl-edit</c>.</summary>
    public override string ToString() => $"{Field} is owned by {Manager}";

    [GeneratedRegex("^conflict with \"(?<manager>[^\"]*)\"( with subresource \"(?<subresource>[^\"]*)\")?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MessagePattern();
}
