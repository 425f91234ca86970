namespace Cake.Istio.Sandbox.Admission.BuiltIn;

/// <summary>Gives containers the requests and limits that a LimitRange has for those that name none, and refuses what is beyond its bounds.</summary>
internal sealed class LimitRangePlugin(IClusterState state) : IPodPlugin
{
    public Task CompleteAsync(AdmissionRequest request, JsonObject pod, CancellationToken cancellationToken)
    {
        foreach (var limit in state.List(Resources.LimitRanges, request.Namespace).SelectMany(range => range.Objects("spec", "limits")).Where(limit => limit.Text("type") == "Container"))
        {
            var (problems, notes) = (new List<string>(), new List<string>());
            foreach (var (list, title) in (ReadOnlySpan<(string, string)>)[("containers", "container"), ("initContainers", "init container")])
                foreach (var container in pod.Objects("spec", list))
                {
                    foreach (var (kind, field) in (ReadOnlySpan<(string, string)>)[("request", "defaultRequest"), ("limit", "default")])
                        if (Default(container, $"{kind}s", limit[field]) is { Count: > 0 } set)
                            notes.Add($"{string.Join(", ", set.Order(StringComparer.Ordinal))} {kind} for {title} {container.Text("name")}");
                    problems.AddRange(Problems(container, limit));
                }
            if (notes.Count > 0)
                pod.Child("metadata").Child("annotations")["kubernetes.io/limit-ranger"] = "LimitRanger plugin set: " + string.Join("; ", notes);
            if (problems.Count > 0)
                throw StatusException.Forbidden(request.Resource, pod.Name(), problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]");
        }
        return Task.CompletedTask;
    }

    private static List<string> Default(JsonObject container, string kind, JsonNode? defaults) =>
        [.. (defaults as JsonObject ?? []).Where(amount => container.Child("resources").Child(kind).TryAdd(amount.Key, amount.Value?.DeepClone())).Select(amount => amount.Key)];

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
