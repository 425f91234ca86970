using Cake.Istio.Sandbox.Allocation;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Defaults;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>What the server itself sets before an object is validated: identity, status, generation, addresses. The "strategies" of kube-apiserver.</summary>
internal static class ObjectPreparation
{
    private static readonly Dictionary<string, (string Parent, string Field)> Parts = new()
    {
        ["finalize"] = ("spec", "finalizers"),
        ["approval"] = ("status", "conditions"),
        ["ephemeralcontainers"] = ("spec", "ephemeralContainers"),
        ["resize"] = ("spec", "containers"),
    };

    /// <summary>Prepares a new object.</summary>
    /// <returns>What is reserved for it, to be disposed once it is stored or refused; null for nothing.</returns>
    public static IDisposable? Create(WriteRequest request, JsonObject value, ServiceAllocator services, DateTimeOffset now)
    {
        var metadata = value.Child("metadata");
        foreach (var set in (ReadOnlySpan<string>)["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generation", "resourceVersion"])
            metadata.Remove(set);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = now.Stamp();
        if (request.Resource.Namespaced)
            metadata["namespace"] = request.Namespace;
        else
            metadata.Remove("namespace");
        if (Generations.Has(request.Resource))
            metadata["generation"] = 1;
        if (request.Resource.Key == Resources.DaemonSets)
            metadata.Child("annotations")[WorkloadDefaults.TemplateGeneration] = "1";
        if (request.Resource.HasStatus && !request.KeepStatus)
            ResetStatus(request.Resource, value);
        Complete(request.Resource, value, null);
        InitialStatus.Set(value);
        return value.Text("kind") == "Service" && request.Resource.Group.Length == 0 ? services.Create(value, request.DryRun) : null;
    }

    /// <summary>Prepares an update: of the subresource only that part is taken, of the object all but its status.</summary>
    /// <returns>What is reserved for it, to be disposed once it is stored or refused; null for nothing.</returns>
    public static IDisposable? Update(WriteRequest request, JsonObject value, JsonObject old, ServiceAllocator services)
    {
        if (request.Subresource == "status")
            KeepAllButStatus(request, value, old);
        else if (request.Subresource is { } part && Parts.TryGetValue(part, out var path))
            KeepAllBut(path, value, old);
        else if (request.Resource.HasStatus)
            Restore(value, old, "status");
        Complete(request.Resource, value, old);
        if (request.Resource.Key == Resources.DaemonSets)
            CountTemplate(value, old);
        if (request.Resource.Key == Resources.CustomResourceDefinitions && request.Subresource is null)
            InitialStatus.AddStoredVersion(value);
        if (value.Text("kind") == "Namespace" && request.Subresource != "finalize")
            Restore(value.Child("spec"), old["spec"] as JsonObject ?? [], "finalizers");
        if (request.Subresource is not ("status" or "binding") && Generations.Has(request.Resource) && Generations.Changed(request.Resource, value, old))
            value.Child("metadata")["generation"] = old.Generation() + 1;
        return value.Text("kind") == "Service" && request is { Resource.Group: "", Subresource: null } ? services.Update(value, old, request.DryRun) : null;
    }

    private static void Complete(ResourceDefinition resource, JsonObject value, JsonObject? old)
    {
        DisabledFields.Drop(resource, value, old);
        if (resource.Key != Resources.Nodes || value["spec"] is not JsonObject spec)
            return;
        // The old field is the first of the new one's; where they differ it wins.
        if (spec.Text("podCIDR") is { Length: > 0 } range && spec.Texts("podCIDRs").FirstOrDefault() != range)
            spec["podCIDRs"] = new JsonArray(range);
        if (spec.Texts("podCIDRs").FirstOrDefault() is { } first)
            spec["podCIDR"] = first;
        else
            spec.Remove("podCIDR");
    }

    private static void CountTemplate(JsonObject value, JsonObject old)
    {
        var count = long.TryParse(old.Annotation(WorkloadDefaults.TemplateGeneration), CultureInfo.InvariantCulture, out var before) ? before : 1;
        if (!JsonNode.DeepEquals(value.At("spec", "template"), old.At("spec", "template")))
            count++;
        value.Child("metadata").Child("annotations")[WorkloadDefaults.TemplateGeneration] = count.ToString(CultureInfo.InvariantCulture);
    }

    private static void KeepAllBut((string Parent, string Field) part, JsonObject value, JsonObject old)
    {
        var (wanted, managed) = (value.Copy(part.Parent, part.Field), value.Copy("metadata", "managedFields"));
        foreach (var key in value.Select(field => field.Key).Concat(old.Select(field => field.Key)).Distinct().ToList())
            Restore(value, old, key);
        if (wanted is null)
            value.Child(part.Parent).Remove(part.Field);
        else
            value.Child(part.Parent)[part.Field] = wanted;
        value.Child("metadata")["managedFields"] = managed;
    }

    private static void ResetStatus(ResourceDefinition resource, JsonObject value)
    {
        // A node may say itself how it is; a Pod's class is believed where it is given (GetPodQOS).
        if (resource.Key == Resources.Nodes)
            return;
        var quality = resource.Key == Resources.Pods ? value.Copy("status", "qosClass") : null;
        value.Remove("status");
        if (resource.Custom is null && EmptyObject.Of(resource.Schema).Copy("status") is { } empty)
            value["status"] = empty;
        if (quality is not null)
            value.Child("status")["qosClass"] = quality;
    }

    private static void KeepAllButStatus(WriteRequest request, JsonObject value, JsonObject old)
    {
        foreach (var key in value.Select(field => field.Key).Concat(old.Select(field => field.Key)).Distinct().ToList())
            if (key is not ("metadata" or "status"))
                Restore(value, old, key);
        var metadata = value.Child("metadata");
        if (request.Resource.Custom is not null)
        {
            var managed = metadata.Copy("managedFields");
            value["metadata"] = old["metadata"]!.DeepClone();
            value["metadata"]!["managedFields"] = managed;
        }
        else if (request.Resource.Key == Resources.Deployments)
            Restore(metadata, old["metadata"]!.AsObject(), "labels");
        else if (request.Resource.Key == Resources.Pods)
        {
            Restore(metadata, old["metadata"]!.AsObject(), "ownerReferences");
            if (value.Child("status").Text("qosClass") is null or "")
                Restore(value.Child("status"), old["status"] as JsonObject ?? [], "qosClass");
        }
    }

    private static void Restore(JsonObject value, JsonObject old, string key)
    {
        if (old.Copy(key) is { } kept)
            value[key] = kept;
        else
            value.Remove(key);
    }
}
