using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Decoding;

namespace Cake.Istio.Sandbox.Registry;

/// <content>Creation.</content>
internal sealed partial class ObjectRegistry
{
    private const int GenerateAttempts = 8;

    /// <summary>Creates an object.</summary>
    /// <param name="request">What it is about.</param>
    /// <param name="value">The decoded object, complete with defaults; taken over.</param>
    /// <param name="cancellationToken">Ends calls to webhooks.</param>
    /// <exception cref="StatusException">The refusal.</exception>
    public async Task<WriteResult> CreateAsync(WriteRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        ObjectNaming.CheckCreate(request, value);
        Own(request, EmptyObject.Of(request.Resource.Schema), value);
        var metadata = value.Child("metadata");
        if (metadata.Text("name") is { Length: > 0 } || metadata.Text("generateName") is not { Length: > 0 } prefix)
            return await CreateNamedAsync(request, value, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            metadata["name"] = NameGenerator.Generate(prefix);
            try
            {
                return await CreateNamedAsync(request, value.DeepClone().AsObject(), cancellationToken);
            }
            catch (StatusException exception) when (exception.Reason == "AlreadyExists" && attempt < GenerateAttempts)
            {
                // Another name may be free.
            }
        }
    }

    private async Task<WriteResult> CreateNamedAsync(WriteRequest received, JsonObject value, CancellationToken cancellationToken)
    {
        var request = Stored(received);
        value = ToStorage(received, request, value);
        var resource = request.Resource;
        // A PUT or an apply that creates takes it away instead.
        if (received.Name is null && value.Text("metadata", "resourceVersion") is { Length: > 0 } and not "0")
            throw StatusException.BadRequest("resourceVersion should not be set on objects to be created");
        NamespaceLifecycle.CheckCreate(store, resource, request.Namespace, value.Name());
        value = await AdmitAsync(request, AdmissionOperation.Create, value, null, cancellationToken);
        using var reserved = ObjectPreparation.Create(request, value, services, time.GetUtcNow());
        Validate(received, request, value, null);
        await admission.ValidateAsync(Review(request, AdmissionOperation.Create, value, null), cancellationToken);
        if (store.Table(resource.Key).Find(request.Namespace, value.Name()) is not null)
            throw StatusException.AlreadyExists(resource.Key, value.Name());
        var stored = request.DryRun
            ? StoredObjectWriter.Write(resource.Key, request.Namespace, value.Name(), null, value)
            : store.Create(resource.Key, request.Namespace, value.Name(), value);
        return new WriteResult(stored, WriteOutcome.Created, !request.DryRun);
    }
}
