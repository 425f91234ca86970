namespace Cake.Istio.Sandbox.Admission.BuiltIn;

/// <summary>Turns a Pod's priority class into its priority.</summary>
internal sealed class PriorityPlugin(IClusterState state) : IPodPlugin
{
    public Task CompleteAsync(AdmissionRequest request, JsonObject pod, CancellationToken cancellationToken)
    {
        var spec = pod.Child("spec");
        var name = spec.Text("priorityClassName") is { Length: > 0 } given ? given : null;
        var found = name is null
            ? state.List(Resources.PriorityClasses).FirstOrDefault(item => item.Flag("globalDefault") == true)
            : state.Get(Resources.PriorityClasses, null, name)
                ?? throw StatusException.Forbidden(request.Resource, pod.Name(), $"no PriorityClass with name {name} was found");
        if (found is not null)
            spec["priorityClassName"] = found.Name();
        var priority = found?.Number("value") ?? 0;
        if (spec.Number("priority") is { } own && own != priority)
            throw StatusException.Forbidden(request.Resource, pod.Name(), string.Create(CultureInfo.InvariantCulture,
                $"the integer value of priority ({own}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name"));
        spec["priority"] = priority;
        spec["preemptionPolicy"] ??= found.Text("preemptionPolicy") ?? "PreemptLowerPriority";
        return Task.CompletedTask;
    }
}
