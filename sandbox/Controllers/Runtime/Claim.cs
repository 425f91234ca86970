namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>Which objects belong to a workload by its selector: it adopts orphans that match and releases its own that no longer do.</summary>
/// <param name="Owned">Its objects, adopted ones included.</param>
/// <param name="Writes">The adoptions and releases.</param>
internal sealed record Claim(IReadOnlyList<JsonObject> Owned, IReadOnlyList<Write> Writes)
{
    /// <summary>Sorts out the candidates.</summary>
    public static Claim By(JsonObject owner, ResourceKey resource, IEnumerable<JsonObject> candidates)
    {
        var (owned, writes) = (new List<JsonObject>(), new List<Write>());
        foreach (var candidate in candidates)
        {
            var matches = LabelSelector.Matches(owner.At("spec", "selector"), candidate.Labels());
            if (OwnerReference.Controller(candidate) is { } controller)
            {
                if (controller.Text("uid") != owner.Uid())
                    continue;
                if (matches || candidate.IsDeleting())
                    owned.Add(candidate);
                else if (!owner.IsDeleting())
                    writes.Add(Release(resource, candidate, controller));
            }
            else if (matches && !candidate.IsDeleting() && !owner.IsDeleting())
            {
                writes.Add(Adopt(resource, candidate, owner));
                owned.Add(candidate);
            }
        }
        return new Claim(owned, writes);
    }

    private static Write.Replace Adopt(ResourceKey resource, JsonObject orphan, JsonObject owner)
    {
        var next = orphan.DeepClone().AsObject();
        var metadata = next.Child("metadata");
        if (metadata["ownerReferences"] is not JsonArray references)
            metadata["ownerReferences"] = references = [];
        references.Add(OwnerReference.ToController(owner));
        return new Write.Replace(resource, next);
    }

    private static Write.Replace Release(ResourceKey resource, JsonObject value, JsonObject controller)
    {
        var next = value.DeepClone().AsObject();
        var references = next.At("metadata", "ownerReferences")!.AsArray();
        references.Remove(references.First(reference => reference.Text("uid") == controller.Text("uid")));
        return new Write.Replace(resource, next);
    }
}
