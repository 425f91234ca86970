using System.Collections.Frozen;
using Cake.Istio.Sandbox.Admission;

namespace Cake.Istio.Sandbox.Registry;

/// <content>Replacement, and what patches have in common with it.</content>
internal sealed partial class ObjectRegistry
{
    // The strategies with AllowCreateOnUpdate.
    private static readonly FrozenSet<string> CreatedByUpdate =
        FrozenSet.Create("leases", "endpoints", "events", "limitranges", "services", "roles", "rolebindings", "clusterroles", "clusterrolebindings");

    // The strategies without AllowUnconditionalUpdate.
    private static readonly FrozenSet<string> UpdatedByVersion = FrozenSet.Create(
        "leases", "customresourcedefinitions", "apiservices", "poddisruptionbudgets", "mutatingwebhookconfigurations", "validatingwebhookconfigurations",
        "validatingadmissionpolicies", "validatingadmissionpolicybindings", "csidrivers", "csinodes", "volumeattachments", "runtimeclasses");

    /// <summary>Replaces an object; where the kind allows it, one that is missing is created.</summary>
    /// <param name="request">What it is about.</param>
    /// <param name="value">The decoded object, complete with defaults; taken over.</param>
    /// <param name="cancellationToken">Ends calls to webhooks.</param>
    /// <exception cref="StatusException">The refusal.</exception>
    public async Task<WriteResult> UpdateAsync(WriteRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        ObjectNaming.CheckUpdate(request, value);
        var stored = TryFind(request);
        var creates = stored is null && request.Subresource is null && CreatedByUpdate.Contains(request.Resource.Plural);
        if (stored is not null || creates)
            CheckPrecondition(request, stored, value);
        if (creates)
            return await CreateAsync(request, value, cancellationToken);
        return await ChangeAsync(request, _ => value.DeepClone().AsObject(), cancellationToken);
    }

    /// <summary>Replaces an object by what a function makes of the stored one, again whenever somebody else was faster.</summary>
    /// <param name="request">What it is about.</param>
    /// <param name="change">Gets a copy of the stored object, in the version of the request, and returns the object that is wanted, complete with defaults.</param>
    /// <param name="cancellationToken">Ends calls to webhooks.</param>
    /// <exception cref="StatusException">The refusal.</exception>
    public async Task<WriteResult> ChangeAsync(WriteRequest request, Func<JsonObject, JsonObject> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = Find(request);
            var old = InVersion(request, stored);
            var value = change(InVersion(request, stored));
            CheckIdentity(stored, old, value);
            Own(request, old, value);
            if (await TryReplaceAsync(request, stored, value, cancellationToken) is { } result)
                return result;
        }
    }

    private async Task<WriteResult?> TryReplaceAsync(WriteRequest received, StoredObject stored, JsonObject value, CancellationToken cancellationToken)
    {
        var (request, old) = (Stored(received), stored.Read());
        value = ToStorage(received, request, value);
        value = await AdmitAsync(request, AdmissionOperation.Update, value, old, cancellationToken);
        using var reserved = ObjectPreparation.Update(request, value, old, services);
        Validate(received, request, value, old);
        await admission.ValidateAsync(Review(request, AdmissionOperation.Update, value, old), cancellationToken);
        if (ObjectComparison.SameButManagedTimes(value, old))
            return new WriteResult(stored, WriteOutcome.Updated, false);
        var goes = value.IsDeleting() && !value.Texts("metadata", "finalizers").Any() && value.Number("metadata", "deletionGracePeriodSeconds") is null or 0
            && !NamespaceHasFinalizers(value);
        var outcome = goes ? WriteOutcome.Deleted : WriteOutcome.Updated;
        if (request.DryRun)
            return new WriteResult(StoredObjectWriter.Write(stored.Resource, stored.Namespace, stored.Name, null, value), outcome, false);
        var written = goes ? store.TryRemove(stored, value) : store.TryReplace(stored, value);
        return written is null ? null : new WriteResult(written, outcome, true);
    }

    // A patch may name another uid and is refused by validation; a PUT is refused before by CheckPrecondition.
    private static void CheckIdentity(StoredObject stored, JsonObject old, JsonObject value)
    {
        var metadata = value.Child("metadata");
        if (metadata.Text("resourceVersion") is { Length: > 0 } and not "0" and var version && version != stored.ResourceVersion.ToString(CultureInfo.InvariantCulture))
            throw StatusException.Modified(stored.Resource, stored.Name);
        Keep(metadata, old, "resourceVersion", "creationTimestamp", "generation");
        foreach (var field in (ReadOnlySpan<string>)["uid", "deletionTimestamp", "deletionGracePeriodSeconds"])
            if (metadata[field] is null || (field == "deletionTimestamp" && old.IsDeleting()))
                Keep(metadata, old, field);
        metadata["name"] = stored.Name;
        if (stored.Namespace is not null)
            metadata["namespace"] = stored.Namespace;
        else
            metadata.Remove("namespace");
    }

    private static void Keep(JsonObject metadata, JsonObject old, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (old.Copy("metadata", field) is { } node)
                metadata[field] = node;
            else
                metadata.Remove(field);
        }
    }

    private static void CheckPrecondition(WriteRequest request, StoredObject? stored, JsonObject value)
    {
        var (uid, found) = (value.Text("metadata", "uid"), stored?.Read().Uid() ?? "");
        if (uid is { Length: > 0 } && uid != found)
            throw StatusException.Conflict(request.Resource.Key, request.Name!, $"StorageError: invalid object, Code: 4, Key: {StorageKey(request)}, "
                + $"ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {found}");
        if (stored is not null && value.Text("metadata", "resourceVersion") is null or "" or "0" && IsVersionNeeded(request.Resource))
            throw StatusException.Invalid(request.Resource.Group, request.Resource.Plural, request.Name!,
                [new StatusCause("FieldValueInvalid", "Invalid value: 0: must be specified for an update", "metadata.resourceVersion")]);
    }

    // Where etcd would have it.
    private static string StorageKey(WriteRequest request) =>
        string.Join('/', ((string?[])["/registry", request.Resource.Custom is null ? null : request.Resource.Group, request.Resource.Plural, request.Namespace, request.Name]).OfType<string>());

    private static bool IsVersionNeeded(ResourceDefinition resource) => resource.Custom is not null || UpdatedByVersion.Contains(resource.Plural);

    private static bool NamespaceHasFinalizers(JsonObject value) => value.Text("kind") == "Namespace" && value.Texts("spec", "finalizers").Any();
}
