namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>The templates that a DaemonSet or StatefulSet was given, each kept under the hash that its Pods carry.</summary>
internal static class ControllerRevision
{
    /// <summary>Keeps the current template; one that comes back gets the highest number again.</summary>
    /// <param name="owner">The workload.</param>
    /// <param name="hash">The hash of its template.</param>
    /// <param name="label">The label that carries the hash.</param>
    /// <param name="known">The revisions of the namespace.</param>
    public static IEnumerable<Write> Keep(JsonObject owner, string hash, string label, IEnumerable<JsonObject> known)
    {
        if (owner.IsDeleting())
            yield break;
        var own = known.Where(revision => OwnerReference.IsControlledBy(revision, owner)).ToList();
        var latest = own.Select(revision => revision.Number("revision") ?? 0).DefaultIfEmpty(0).Max();
        var current = own.Find(revision => revision.Labels().GetValueOrDefault(label) == hash);
        if (current is null)
            yield return new Write.Create(Resources.ControllerRevisions, Create(owner, hash, label, latest + 1));
        else if (current.Number("revision") < latest)
        {
            current["revision"] = latest + 1;
            yield return new Write.Replace(Resources.ControllerRevisions, current);
        }
    }

    private static JsonObject Create(JsonObject owner, string hash, string label, long number)
    {
        var template = owner.Copy("spec", "template") as JsonObject ?? [];
        template["$patch"] = "replace";
        var labels = owner.Copy("spec", "template", "metadata", "labels") as JsonObject ?? [];
        labels[label] = hash;
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ControllerRevision",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{owner.Name()}-{hash}",
                ["namespace"] = owner.Namespace(),
                ["labels"] = labels,
                ["annotations"] = owner.Copy("metadata", "annotations"),
                ["ownerReferences"] = new JsonArray(OwnerReference.ToController(owner)),
            },
            ["data"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } },
            ["revision"] = number,
        };
    }
}
