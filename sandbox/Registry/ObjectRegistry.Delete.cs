using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Controllers.CustomResources;

namespace Cake.Istio.Sandbox.Registry;

/// <content>Deletion.</content>
internal sealed partial class ObjectRegistry
{
    /// <summary>Deletes an object, or marks it when a finalizer or a grace period holds it.</summary>
    /// <exception cref="StatusException">404, or 409 when a precondition does not hold.</exception>
    public async Task<WriteResult> DeleteAsync(WriteRequest request, DeleteOptions options, CancellationToken cancellationToken)
    {
        NamespaceLifecycle.CheckDelete(request.Resource.Key, request.Name!);
        while (true)
        {
            var stored = Find(request);
            var old = stored.Read();
            CheckPreconditions(stored, old, options);
            var review = Review(request, AdmissionOperation.Delete, null, old);
            await admission.MutateAsync(review, cancellationToken);
            await admission.ValidateAsync(review, cancellationToken);
            var (value, goes) = Marked(old, options with { Propagation = options.Propagation ?? DefaultPropagation(request, old) });
            var outcome = goes ? WriteOutcome.Deleted : WriteOutcome.Deleting;
            if (!goes && ObjectComparison.SameButManagedTimes(value, old))
                return new WriteResult(stored, outcome, false);
            if (request.DryRun)
                return new WriteResult(StoredObjectWriter.Write(stored.Resource, stored.Namespace, stored.Name, null, value), outcome, false);
            if ((goes ? store.TryRemove(stored, value) : store.TryReplace(stored, value)) is { } written)
                return new WriteResult(written, outcome, true);
        }
    }

    // The kinds that were there before garbage collection leave their pods behind unless told otherwise.
    private static string? DefaultPropagation(WriteRequest request, JsonObject old)
    {
        if (request.Resource is not ({ Group: "batch", Plural: "jobs" } or { Group: "", Plural: "replicationcontrollers" }) || old.Texts("metadata", "finalizers").Contains("foregroundDeletion"))
            return null;
        if (request.Resource.Plural == "jobs")
            request.Warnings.Add("child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning");
        return "Orphan";
    }

    private (JsonObject Value, bool Goes) Marked(JsonObject old, DeleteOptions options)
    {
        var value = old.DeepClone().AsObject();
        var metadata = value.Child("metadata");
        // These two are only marked at first, without a period and a generation.
        var isOnlyMarked = value.Text("kind") is "Namespace" or "CustomResourceDefinition";
        var finalizers = Finalizers(value, options.Propagation);
        if (finalizers.Count > 0)
            metadata["finalizers"] = new JsonArray([.. finalizers.Select(name => JsonValue.Create(name))]);
        else
            metadata.Remove("finalizers");
        var grace = GracePeriod(value, options);
        var wasDeleting = old.IsDeleting();
        var goes = finalizers.Count == 0 && grace == 0 && !NamespaceHasFinalizers(value);
        if (goes && value.Text("kind") != "Pod")
            return (value, true);
        if (!wasDeleting)
        {
            metadata["deletionTimestamp"] = time.GetUtcNow().AddSeconds(grace).Stamp();
            if (value.Generation() > 0 && !isOnlyMarked)
                metadata["generation"] = value.Generation() + 1;
        }
        if ((!wasDeleting && !isOnlyMarked) || grace < (value.Number("metadata", "deletionGracePeriodSeconds") ?? 0))
            metadata["deletionGracePeriodSeconds"] = grace;
        // A Pod that goes at once has been marked before.
        if (goes)
            return (value, true);
        if (value.Text("kind") == "Namespace")
            value.Child("status")["phase"] = "Terminating";
        if (!wasDeleting && value.Text("kind") == "CustomResourceDefinition")
            Condition.Set(value.Child("status"), "Terminating", "True", "InstanceDeletionPending",
                "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", time.GetUtcNow());
        return (value, false);
    }

    private static List<string> Finalizers(JsonObject value, string? propagation)
    {
        var finalizers = value.Texts("metadata", "finalizers").ToList();
        if (value.Text("kind") == "CustomResourceDefinition" && !value.IsDeleting())
            propagation = null;
        var wanted = propagation switch { "Foreground" => "foregroundDeletion", "Orphan" => "orphan", _ => null };
        if (propagation is not null)
            finalizers.RemoveAll(name => name is "foregroundDeletion" or "orphan" && name != wanted);
        if (wanted is not null && !finalizers.Contains(wanted))
            finalizers.Add(wanted);
        // A definition outlives its objects; the finalizer comes with the deletion, not with the definition.
        if (value.Text("kind") == "CustomResourceDefinition" && !value.IsDeleting() && !finalizers.Contains(DefinitionController.Finalizer))
            finalizers.Add(DefinitionController.Finalizer);
        return finalizers;
    }

    // Only a Pod that runs on a node needs time to end.
    private static long GracePeriod(JsonObject value, DeleteOptions options)
    {
        if (value.Text("kind") != "Pod" || value.Text("spec", "nodeName") is not { Length: > 0 } || value.Text("status", "phase") is "Succeeded" or "Failed")
            return 0;
        var own = value.Number("metadata", "deletionGracePeriodSeconds");
        var asked = options.GracePeriodSeconds ?? own ?? value.Number("spec", "terminationGracePeriodSeconds") ?? 30;
        return own is { } left ? Math.Min(left, asked) : asked;
    }

    private static void CheckPreconditions(StoredObject stored, JsonObject old, DeleteOptions options)
    {
        var version = stored.ResourceVersion.ToString(CultureInfo.InvariantCulture);
        if (options.Uid is { } uid && uid != old.Uid())
            throw Failed("UID", uid, old.Uid(), "deleted and then recreated");
        if (options.ResourceVersion is { } wanted && wanted != version)
            throw Failed("ResourceVersion", wanted, version, "modified");

        // Namespaces and definitions have a DELETE of their own, which says it otherwise; all others name the kind in place of the resource.
        StatusException Failed(string what, string expected, string found, string why) => old.Text("kind") is "Namespace" or "CustomResourceDefinition"
            ? StatusException.Conflict(stored.Resource, stored.Name, $"Precondition failed: {what} in precondition: {expected}, {what} in object meta: {found}")
            : StatusException.Conflict(stored.Resource with { Plural = old.Text("kind")! }, stored.Name,
                $"the {what} in the precondition ({expected}) does not match the {what} in record ({found}). The object might have been {why}");
    }
}
