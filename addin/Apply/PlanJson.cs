using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>A plan as JSON, for programs: <c>plan.json</c>.</summary>
internal static class PlanJson
{
    /// <summary>The version of this form; it grows when a member is removed or changes its meaning.</summary>
    public const int FormatVersion = 1;

    /// <summary>Every object, unchanged ones too; values of Secrets are masked.</summary>
    public static JsonObject Render(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var counts = plan.Counts;
        return new()
        {
            ["formatVersion"] = FormatVersion,
            ["digest"] = plan.Digest,
            ["empty"] = plan.IsEmpty,
            ["counts"] = new JsonObject
            {
                ["created"] = counts.Created,
                ["configured"] = counts.Configured,
                ["unchanged"] = counts.Unchanged,
                ["deleted"] = counts.Deleted,
                ["failed"] = counts.Failed,
            },
            ["notes"] = new JsonArray([.. plan.Notes.Select(note => (JsonNode)note)]),
            ["kept"] = new JsonArray([.. plan.Kept.Select(item => (JsonNode)item.Subject.ToString())]),
            ["changes"] = new JsonArray([.. plan.Changes.Select(Render)]),
        };
    }

    private static JsonObject Render(PlannedChange change)
    {
        var json = new JsonObject
        {
            ["action"] = change.Action.Word(),
            ["apiVersion"] = change.Subject.ApiVersion,
            ["kind"] = change.Subject.Kind,
            ["name"] = change.Subject.Name,
            ["stage"] = change.Stage.ToString(),
        };
        AddText(json, "namespace", change.Subject.Namespace);
        AddText(json, "source", change.Source?.ToString());
        AddText(json, "message", change.Message);
        AddText(json, "code", change.Code);
        AddText(json, "hint", change.Hint);
        if (change.Fields.Count > 0)
            json["fields"] = new JsonArray([.. change.Fields.Select(Render)]);
        if (change.Released.Count > 0)
            json["released"] = new JsonArray([.. change.Released.Select(Render)]);
        return json;
    }

    private static JsonObject Render(FieldChange field)
    {
        var json = new JsonObject { ["sign"] = field.Sign.ToString(), ["path"] = field.Path };
        if (field.Before is not null)
            json["before"] = JsonNode.Parse(field.Before);
        if (field.After is not null)
            json["after"] = JsonNode.Parse(field.After);
        return json;
    }

    private static JsonObject Render(ReleasedField field) => new() { ["path"] = field.Path, ["manager"] = field.Manager, ["reason"] = field.Reason };

    private static void AddText(JsonObject json, string name, string? value)
    {
        if (value is not null)
            json[name] = value;
    }
}
