using Cake.Istio.Sandbox.Admission;

namespace Cake.Istio.Sandbox.Faults;

/// <summary>Allows everything but what a fault denies.</summary>
internal sealed class FaultAuthorizer(FaultSet faults) : IAuthorizer
{
    public bool IsAllowed(AccessAttributes attributes)
    {
        var qualified = attributes.Group.Length == 0 ? attributes.Resource : $"{attributes.Resource}.{attributes.Group}";
        var resource = attributes.Subresource is null ? qualified : $"{qualified}/{attributes.Subresource}";
        foreach (var (armed, fault) in faults.Faults<Fault.Deny>())
        {
            if (!fault.Verbs.Matches(attributes.Verb) || !fault.Resource.Matches(resource) || !fault.Namespace.Matches(attributes.Namespace ?? ""))
                continue;
            armed.Count();
            return false;
        }
        return true;
    }
}
