using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio.Apply.Removal;

/// <summary>Why an uninstall ends without having removed everything.</summary>
internal static class RemovalErrors
{
    /// <summary>Throws if an object was refused.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.RemovalFailed"/>.</exception>
    public static void EnsureSucceeded(ChangeSet changes)
    {
        if (changes.Failures is not { Count: > 0 } failures)
            return;
        throw new MeshException(
            ErrorCode.RemovalFailed,
            $"{Counted.Of(failures.Count, "object")} could not be removed ({changes.Counts}):{Lines(failures.Select(change => $"{change.Subject}: {change.Message}"))}",
            string.Join(" ", changes.Hints.Append($"The rest is gone; running again goes on with {(failures.Count == 1 ? "this one" : "these")}.")));
    }

    /// <summary>What is there again after every deletion.</summary>
    public static MeshException Remade(IReadOnlyList<PlannedChange> left) => new(
        ErrorCode.RemovalFailed,
        $"{Counted.Of(left.Count, "object")} {(left.Count == 1 ? "is" : "are")} made anew after each deletion:{Lines(left.Select(change => $"{change.Subject}{By(change.Live)}"))}",
        "Stop what makes it, such as a controller that syncs it from a repository, and run --target=Uninstall again; the record stays until then.");

    private static string By(JsonObject? live) =>
        ManagedFieldsEntry.Read(live ?? []).Select(entry => entry.Manager).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } managers
            ? $", by {string.Join(" and ", managers)}"
            : "";

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{Environment.NewLine}  {line}"));
}
