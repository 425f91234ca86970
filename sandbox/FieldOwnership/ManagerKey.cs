namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>What tells the entries of managedFields apart. An applier has one entry whatever its apiVersion.</summary>
/// <param name="Manager">The manager's name.</param>
/// <param name="Operation">Apply or Update.</param>
/// <param name="ApiVersion">The version of an Update; empty for Apply.</param>
/// <param name="Subresource">Such as <c>status</c>; empty for the object itself.</param>
internal sealed record ManagerKey(string Manager, string Operation, string ApiVersion, string Subresource)
{
    /// <summary>The operation of server-side apply.</summary>
    public const string Apply = "Apply";

    /// <summary>The operation of everything else.</summary>
    public const string Update = "Update";

    /// <summary>Is it an applier?</summary>
    public bool IsApplier => Operation == Apply;

    /// <summary>The key of an operation.</summary>
    public static ManagerKey Of(string manager, string operation, string apiVersion, string? subresource) =>
        new(manager.Length == 0 ? "unknown" : manager, operation, operation == Apply ? "" : apiVersion, subresource ?? "");

    /// <summary>The form of conflict messages: <c>"x"</c>, <c>"x" with subresource "status" using v1</c>.</summary>
    public string Describe()
    {
        var text = Schema.GoText.Quote(Manager);
        if (Subresource.Length > 0)
            text += " with subresource " + Schema.GoText.Quote(Subresource);
        return IsApplier ? text : $"{text} using {ApiVersion}";
    }
}
