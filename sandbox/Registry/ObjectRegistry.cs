using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Allocation;
using Cake.Istio.Sandbox.Conversion;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Discovery;
using Cake.Istio.Sandbox.FieldOwnership;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>Writes objects by the rules of kube-apiserver: field ownership, admission, preparation, validation, then the store. One file per verb.</summary>
internal sealed partial class ObjectRegistry(ObjectStore store, ResourceCatalog catalog, IAdmission admission, ServiceAllocator services, ServerVersion server, TimeProvider time)
{
    private StoredObject? TryFind(WriteRequest request) => store.Table(request.Resource.Key).Find(request.Namespace, request.Name!);

    private StoredObject Find(WriteRequest request) => TryFind(request) ?? throw StatusException.NotFound(request.Resource.Key, request.Name!);

    // The request as it goes on once its object is in the version that is stored.
    private WriteRequest Stored(WriteRequest request) => request.Resource.IsStorageVersion || catalog.Find(request.Resource.Key) is not { } stored
        ? request
        : request with { Resource = stored };

    private static JsonObject InVersion(WriteRequest request, StoredObject stored) => VersionConversion.FromStorage(request.Resource, stored.Read());

    // Conversion knows no defaults of the other version.
    private static JsonObject ToStorage(WriteRequest request, WriteRequest stored, JsonObject value)
    {
        if (ReferenceEquals(request, stored))
            return value;
        value = VersionConversion.ToStorage(request.Resource, value);
        ObjectForm.Complete(stored.Resource.Schema, value);
        return value;
    }

    private Ownership Ownership(WriteRequest request) => new(request.Resource.Schema, request.Subresource, time.GetUtcNow())
    {
        TypeOf = apiVersion => catalog.FindKind(apiVersion, request.Resource.Kind)?.Schema.Type,
    };

    private async Task<JsonObject> AdmitAsync(
        WriteRequest request, AdmissionOperation operation, JsonObject value, JsonObject? old, CancellationToken cancellationToken)
    {
        var admitted = await admission.MutateAsync(Review(request, operation, value, old), cancellationToken) ?? value;
        if (!ReferenceEquals(admitted, value))
            ObjectForm.Complete(request.Resource.Schema, admitted);
        return admitted;
    }

    private void Own(WriteRequest request, JsonObject old, JsonObject value)
    {
        if (!server.HasServerSideApply)
        {
            (value["metadata"] as JsonObject)?.Remove("managedFields");
            return;
        }
        try
        {
            FieldManager.Update(Ownership(request), old, value, request.Manager);
        }
        catch (TypedValueException)
        {
            // As UpdateNoErrors: an object whose list items cannot be told apart loses its ownership rather than the write.
            (value["metadata"] as JsonObject)?.Remove("managedFields");
        }
    }

    private static AdmissionRequest Review(WriteRequest request, AdmissionOperation operation, JsonObject? value, JsonObject? old) => new()
    {
        Operation = operation,
        Resource = request.Resource.Key,
        Version = request.Resource.Version,
        Kind = request.Resource.Kind,
        Subresource = request.Subresource,
        Namespace = request.Namespace,
        Name = request.Name ?? (string?)value?["metadata"]?["name"] ?? "",
        Object = value,
        OldObject = old,
        DryRun = request.DryRun,
        User = request.User,
        Warnings = request.Warnings,
    };
}
