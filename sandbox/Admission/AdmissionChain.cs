using Cake.Istio.Sandbox.Admission.BuiltIn;
using Cake.Istio.Sandbox.Admission.Webhooks;
using Cake.Istio.Sandbox.Controllers.Nodes;

namespace Cake.Istio.Sandbox.Admission;

/// <summary>The plug-ins of kube-apiserver that matter here, in its order, and the webhooks.</summary>
internal sealed class AdmissionChain(IReadOnlyList<IPodPlugin> podPlugins, QuotaPlugin quota, RoleEscalation escalation, WebhookDispatcher webhooks) : IAdmission
{
    public async Task<JsonObject?> MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        // Not a plug-in: kube-apiserver asks before it comes to admission.
        escalation.Check(request);
        if (request is { Operation: AdmissionOperation.Create, Subresource: null, Object: { } given } && request.Resource == Resources.Pods)
        {
            var pod = given.DeepClone().AsObject();
            foreach (var plugin in podPlugins)
                await plugin.CompleteAsync(request, pod, cancellationToken);
            request = request with { Object = pod };
        }
        if (request is { Operation: AdmissionOperation.Create, Subresource: null, Object: { } node } && request.Resource == Resources.Nodes)
            request = request with { Object = NodeTaints.Begin(node) };
        return await webhooks.MutateAsync(request, cancellationToken);
    }

    public async Task ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        UnevaluatedConditions.Warn(request);
        await webhooks.ValidateAsync(request, cancellationToken);
        if (request is { Operation: AdmissionOperation.Create, Subresource: null, Object: { } created })
            quota.Check(request, created);
    }
}
