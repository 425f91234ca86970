using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>allOf, anyOf, oneOf and not: they may only judge what the structure outside of them names.</summary>
internal sealed partial class StructuralSchema
{
    private const string Not = "not";

    private void Junctors(JsonObject node, JsonObject old, string path)
    {
        foreach (var junctor in SchemaField.Junctors)
        {
            if (old[junctor] is not JsonArray { Count: > 0 } branches)
                continue;
            if (IsIntOrStringChoice(junctor, branches) && !old.ContainsKey("type"))
                KeepChoice(node, old, junctor, branches);
            else if (Branches(branches, node, mayLoosen: junctor != "oneOf", $"{path} {junctor}") is { } kept)
                node[junctor] = kept;
            else
                Lose(path, junctor);
        }

        if (old[Not] is not JsonObject negated)
            return;
        if (Branch(negated, node, mayLoosen: false, path) is { } judgement)
            node[Not] = judgement;
        else
            Lose(path, Not);
    }

    // Null if a branch would have to say less than it does where that could refuse what was valid.
    private JsonArray? Branches(JsonArray branches, JsonObject structure, bool mayLoosen, string path)
    {
        var kept = new JsonArray();
        foreach (var branch in branches)
        {
            if (Branch(branch as JsonObject ?? [], structure, mayLoosen, path) is not { } judgement)
                return null;
            kept.Add(judgement);
        }

        return kept;
    }

    private JsonObject? Branch(JsonObject old, JsonObject structure, bool mayLoosen, string path)
    {
        if ((SaysMoreThanRules(old) || HasBrokenPattern(old)) && !MayLose(mayLoosen, path, "what is no plain rule in it"))
            return null;

        var branch = new JsonObject();
        foreach (var (field, value) in old.Where(field => field.Value is not null && SchemaField.Rules.Contains(field.Key)))
            branch[field] = value!.DeepClone();
        if (HasBrokenPattern(branch))
            branch.Remove(SchemaField.Pattern);
        if (!Fields(branch, old, structure, mayLoosen, path) || !Items(branch, old, structure, mayLoosen, path))
            return null;
        foreach (var junctor in SchemaField.Junctors)
        {
            if (old[junctor] is not JsonArray { Count: > 0 } branches)
                continue;
            if (Branches(branches, structure, mayLoosen && junctor != "oneOf", path) is { } kept)
                branch[junctor] = kept;
            else if (!MayLose(mayLoosen, path, junctor))
                return null;
        }

        if (old[Not] is not JsonObject negated)
            return branch;
        if (Branch(negated, structure, mayLoosen: false, path) is { } judgement)
            branch[Not] = judgement;
        else if (!MayLose(mayLoosen, path, Not))
            return null;
        return branch;
    }

    private bool MayLose(bool mayLoosen, string path, string what)
    {
        if (mayLoosen)
            Lose(path, what);
        return mayLoosen;
    }

    private bool Fields(JsonObject branch, JsonObject old, JsonObject structure, bool mayLoosen, string path)
    {
        if (old["properties"] is not JsonObject { Count: > 0 } fields)
            return true;
        var kept = new JsonObject();
        foreach (var (name, field) in fields)
        {
            var counterpart = name == "metadata" ? null : Counterpart(structure, name);
            if (counterpart is not null && Branch(field as JsonObject ?? [], counterpart, mayLoosen, $"{path}.{name}") is { } judgement)
                kept[name] = judgement;
            else if (!MayLose(mayLoosen, path, $"what it says of {name}"))
                return false;
        }

        if (kept.Count > 0)
            branch["properties"] = kept;
        return true;
    }

    private bool Items(JsonObject branch, JsonObject old, JsonObject structure, bool mayLoosen, string path)
    {
        if (old["items"] is null)
            return true;
        if (old["items"] is JsonObject items && structure["items"] is JsonObject counterpart && Branch(items, counterpart, mayLoosen, path) is { } judgement)
        {
            branch["items"] = judgement;
            return true;
        }

        return MayLose(mayLoosen, path, "what it says of items");
    }

    // The field's place in the structure; made where the structure has fields of that kind at all.
    private JsonObject? Counterpart(JsonObject structure, string name)
    {
        if (structure.Object("properties").Object(name) is { } found)
            return found;
        if (structure.ContainsKey("additionalProperties") || !(IsType(structure, "object") || structure.ContainsKey("properties")))
            return null;
        var made = new JsonObject { [SchemaField.PreserveUnknown] = true };
        KeepNull(made);
        structure.Ensure("properties")[name] = made;
        return made;
    }

    private static bool SaysMoreThanRules(JsonObject branch) => branch.Any(field =>
        field.Key is not ("properties" or "items" or Not) && !SchemaField.Junctors.Contains(field.Key)
        && !SchemaField.Rules.Contains(field.Key) && !SchemaField.Prose.Contains(field.Key) && !IsEmpty(field.Value));
}
