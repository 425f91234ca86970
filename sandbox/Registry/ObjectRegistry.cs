using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Allocation;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>Writes objects by the rules of kube-apiserver: defaults, admission, validation, field ownership, then the store. One file per verb.</summary>
internal sealed partial class ObjectRegistry(ObjectStore store, IAdmission admission, IServiceAllocator services, TimeProvider time)
{
    private StoredObject Find(WriteRequest request) =>
        store.Table(request.Resource.Key).Find(request.Namespace, request.Name!) ?? throw StatusException.NotFound(request.Resource.Key, request.Name!);
}
