namespace Cake.Istio.Sandbox.Admission.BuiltIn;

/// <summary>Gives containers the requests and limits that a LimitRange has for those that name none, and refuses what is beyond its bounds.</summary>
internal sealed class LimitRangePlugin(IClusterState state) : IPodPlugin
{
    /// <inheritdoc/>
    public Task CompleteAsync(AdmissionRequest request, JsonObject pod, CancellationToken cancellationToken)
    {
        foreach (var limit in state.List(Resources.LimitRanges, request.Namespace).SelectMany(range => range.Objects("spec", "limits")).Where(limit => limit.Text("type") == "Container"))
        {
            var problems = new List<string>();
            foreach (var container in pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")))
            {
                Default(container, "limits", limit["default"]);
                Default(container, "requests", limit["defaultRequest"]);
                problems.AddRange(Problems(container, limit));
            }
            if (problems.Count > 0)
                throw StatusException.Forbidden(request.Resource, pod.Name(), problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]");
        }
        return Task.CompletedTask;
    }

    private static void Default(JsonObject container, string kind, JsonNode? defaults)
    {
        foreach (var (name, amount) in defaults as JsonObject ?? [])
            container.Child("resources").Child(kind).TryAdd(name, amount?.DeepClone());
    }

    private static IEnumerable<string> Problems(JsonObject container, JsonObject limit)
    {
        foreach (var (name, most) in limit.Map("max"))
        {
            var (limited, requested) = (container.Text("resources", "limits", name), container.Text("resources", "requests", name));
            if (limited is null)
                yield return $"maximum {name} usage per Container is {most}.  No limit is specified";
            else if (ResourceAmounts.Parse(limited) > ResourceAmounts.Parse(most))
                yield return $"maximum {name} usage per Container is {most}, but limit is {limited}";
            else if (requested is not null && ResourceAmounts.Parse(requested) > ResourceAmounts.Parse(most))
                yield return $"maximum {name} usage per Container is {most}, but request is {requested}";
        }
        foreach (var (name, least) in limit.Map("min"))
        {
            var requested = container.Text("resources", "requests", name);
            if (requested is null)
                yield return $"minimum {name} usage per Container is {least}.  No request is specified";
            else if (ResourceAmounts.Parse(requested) < ResourceAmounts.Parse(least))
                yield return $"minimum {name} usage per Container is {least}, but request is {requested}";
        }
    }
}
