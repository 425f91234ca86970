namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>A field that an apply wants to change and another manager owns.</summary>
/// <param name="Manager">The owner.</param>
/// <param name="Path">The field, such as <c>.data.x</c>.</param>
internal sealed record ApplyConflict(ManagerKey Manager, string Path)
{
    /// <summary>The 409 of an apply that met conflicts.</summary>
    public static StatusException ToStatus(IReadOnlyList<ApplyConflict> conflicts)
    {
        var causes = conflicts.Select(conflict => new StatusCause("FieldManagerConflict", $"conflict with {conflict.Manager.Describe()}", conflict.Path));
        return new StatusException(HttpStatusCode.Conflict, "Conflict", Describe(conflicts)) { Causes = [.. causes] };
    }

    private static string Describe(IReadOnlyList<ApplyConflict> conflicts)
    {
        if (conflicts is [var only])
            return $"Apply failed with 1 conflict: conflict with {only.Manager.Describe()}: {only.Path}";
        var lines = conflicts.GroupBy(conflict => conflict.Manager.Describe())
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Select(conflict => $"- {conflict.Path}").Prepend($"conflicts with {group.Key}:"));
        return $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', lines)}";
    }
}
