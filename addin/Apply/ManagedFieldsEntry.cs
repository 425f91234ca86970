using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>One entry of <c>metadata.managedFields</c>: who owns which fields, and how they were written.</summary>
/// <param name="Manager">The field manager.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">The version that the paths belong to.</param>
/// <param name="Subresource">Such as <c>scale</c> or <c>status</c>; empty for the object itself.</param>
/// <param name="Fields">The fields.</param>
internal sealed record ManagedFieldsEntry(string Manager, string Operation, string ApiVersion, string Subresource, FieldSet Fields)
{
    /// <summary>Whether the entry is the one that this installer's server-side apply keeps.</summary>
    public bool IsInstaller => IsApplyOf(FieldManager.Installer);

    /// <summary>The marks of other installers that are among the fields.</summary>
    public IReadOnlyList<InstallerMark> Marks { get; init; } = [];

    /// <summary>Whether another installer of meshes wrote the fields, by its name or by its mark; they migrate with <c>--adopt</c> only.</summary>
    public bool IsOtherInstaller => Subresource.Length == 0
        && Manager != FieldManager.Installer && !FieldManager.IsHandProcedure(Manager) && !FieldManager.IsController(Manager)
        && (OtherInstallers.HaveManager(Manager) || Marks.Count > 0);

    /// <summary>All entries of an object.</summary>
    public static IReadOnlyList<ManagedFieldsEntry> Read(JsonObject live)
    {
        var marks = OtherInstallers.MarksOn(live);
        return [.. (live["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>().Select(entry => ReadEntry(entry, marks))];
    }

    /// <summary>Whether the entry is what a manager's server-side apply keeps on the object itself.</summary>
    public bool IsApplyOf(string manager) => Manager == manager && Operation == "Apply" && Subresource.Length == 0;

    private static ManagedFieldsEntry ReadEntry(JsonObject entry, IReadOnlyList<InstallerMark> marks)
    {
        var fields = entry["fieldsV1"] is JsonObject owned ? FieldSet.Parse(owned) : new();
        return new((string?)entry["manager"] ?? "", (string?)entry["operation"] ?? "", (string?)entry["apiVersion"] ?? "", (string?)entry["subresource"] ?? "", fields)
        {
            Marks = [.. marks.Where(mark => fields.Owns(mark.Path))],
        };
    }
}
