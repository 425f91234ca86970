using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>Subresources other than a part of the object itself.</content>
internal sealed partial class ResourceEndpoint
{
    private async Task<bool?> TrySubresourceAsync(ApiCall call, string verb)
    {
        var name = call.Path.Name ?? "";
        switch (call.Resource.Key, call.Path.Subresource, verb)
        {
            case ({ Group: "", Plural: "pods" }, "log", _):
                await Answer.TextAsync(call.Http, HttpStatusCode.OK, PodLog.Read(PodLogOptions.From(call), Stored(call).Read(), time.GetUtcNow()));
                return false;
            case (_, "exec" or "attach" or "portforward" or "proxy", _):
                throw PodLog.NothingRuns(call.Resource.Schema.Singular, Stored(call).Name);
            case ({ Group: "", Plural: "serviceaccounts" }, "token", _):
                throw new StatusException(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", $"no token for service account \"{Stored(call).Name}\": nobody could use it, a sandbox knows one user");
            case ({ Plural: "pods" }, "eviction", "create"):
                return await EvictAsync(call);
            case ({ Plural: "pods" }, "binding", "create"):
                return await BindAsync(call, name);
            case ({ Plural: "bindings" }, null, "create"):
                return await BindAsync(call, null);
            default:
                return null;
        }
    }

    private StoredObject Stored(ApiCall call) =>
        store.Table(call.Resource.Key).Find(call.Path.Namespace, call.Path.Name!) ?? throw StatusException.NotFound(call.Resource.Key, call.Path.Name!);

    private async Task<bool> EvictAsync(ApiCall call)
    {
        var request = Write(call, []);
        var eviction = await ObjectDecoder.ReadAsync(call, request);
        if (eviction.Name() is { Length: > 0 } name && name != call.Path.Name)
            throw StatusException.BadRequest("name in URL does not match name in Eviction object");
        var options = new DeleteOptions
        {
            GracePeriodSeconds = eviction.Number("deleteOptions", "gracePeriodSeconds"),
            Uid = eviction.Text("deleteOptions", "preconditions", "uid"),
        };
        var pod = Stored(call);
        if (pod.Read() is var running && running.Text("status", "phase") is not ("Pending" or "Succeeded" or "Failed") && !running.IsDeleting())
            await TakeFromBudgetAsync(call, request, pod);
        var result = await registry.DeleteAsync(request with { Subresource = null }, options, call.Cancelled);
        await Answer.JsonAsync(call.Http, HttpStatusCode.Created, Success());
        return result.Persisted;
    }

    // As the eviction REST storage: a budget that allows a disruption has one less, and remembers the pod until it is gone.
    private async Task TakeFromBudgetAsync(ApiCall call, WriteRequest request, StoredObject pod)
    {
        var budgets = catalog.Find("policy", "v1", "poddisruptionbudgets")!;
        var matching = store.Table(budgets.Key).Range(call.Path.Namespace)
            .Where(budget => budget.Read().At("spec", "selector") is JsonObject selector && Selectors.LabelSelector.From(selector).Matches(pod.Labels)).ToList();
        if (matching.Count > 1)
            throw new StatusException(HttpStatusCode.InternalServerError, "InternalError",
                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        if (matching is not [var found])
            return;
        await registry.ChangeAsync(request with { Resource = budgets, Name = found.Name, Subresource = "status" }, budget =>
        {
            var status = budget.Child("status");
            var (allowed, isBehind) = (status.Number("disruptionsAllowed") ?? 0, (status.Number("observedGeneration") ?? 0) < budget.Generation());
            if (allowed <= 0 || isBehind)
                throw new StatusException(HttpStatusCode.TooManyRequests, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
                {
                    RetryAfterSeconds = isBehind ? 10 : null,
                    Causes = [new StatusCause("DisruptionBudget", isBehind
                        ? $"The disruption budget {found.Name} is still being processed by the server."
                        : $"The disruption budget {found.Name} needs {status.Number("desiredHealthy") ?? 0} healthy pods and has {status.Number("currentHealthy") ?? 0} currently", null)],
                };
            status["disruptionsAllowed"] = allowed - 1;
            status.Child("disruptedPods")[pod.Name] = time.GetUtcNow().Stamp();
            return budget;
        }, call.Cancelled);
    }

    private async Task<bool> BindAsync(ApiCall call, string? pod)
    {
        var request = Write(call, []);
        var binding = await ObjectDecoder.ReadAsync(call, request);
        var node = binding.Text("target", "name") is { Length: > 0 } given ? given : throw StatusException.Invalid(
            "", "Binding", binding.Name(), [new StatusCause("FieldValueRequired", "Required value", "target.name")]);
        var name = pod ?? binding.Name();
        var pods = catalog.Find("", "v1", "pods")!;
        var result = await registry.ChangeAsync(
            request with { Resource = pods, Name = name, Subresource = "binding" },
            stored =>
            {
                if (stored.Text("spec", "nodeName") is { Length: > 0 } bound)
                    throw StatusException.Conflict(pods.Key with { Plural = "pods/binding" }, name, $"pod {name} is already assigned to node \"{bound}\"");
                stored.Child("spec")["nodeName"] = node;
                return stored;
            },
            call.Cancelled);
        await Answer.JsonAsync(call.Http, HttpStatusCode.Created, Success());
        return result.Persisted;
    }

    private Task<WriteResult> ScaleAsync(ApiCall call, WriteRequest request, JsonObject scale)
    {
        ObjectNaming.CheckUpdate(request, scale);
        return registry.ChangeAsync(request, stored =>
        {
            ScaleView.Write(call.Resource, stored, scale);
            return stored;
        }, call.Cancelled);
    }

    private static JsonObject Success() => new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
}
