namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>Which ReplicaSet belongs to a Deployment's template, and the one that is made when there is none.</summary>
internal static class ReplicaSetTemplate
{
    private const string HashLabel = "pod-template-hash";

    private static readonly string[] NotCopied =
    [
        "kubectl.kubernetes.io/last-applied-configuration",
        ReplicaSetView.RevisionAnnotation,
        ReplicaSetView.HistoryAnnotation,
        ReplicaSetView.DesiredAnnotation,
        ReplicaSetView.MaxAnnotation,
    ];

    /// <summary>Whether the ReplicaSet was made from the template, apart from the hash label.</summary>
    public static bool IsOf(JsonObject replicaSet, JsonObject template)
    {
        var own = replicaSet.Copy("spec", "template") as JsonObject ?? [];
        (own.At("metadata", "labels") as JsonObject)?.Remove(HashLabel);
        return JsonNode.DeepEquals(Canonical(own), Canonical(template));
    }

    /// <summary>The ReplicaSet for a Deployment's current template.</summary>
    public static JsonObject New(DeploymentSpec deployment, long revision, long replicas)
    {
        var template = deployment.Template.DeepClone().AsObject();
        var hash = SafeName.Hash(Canonical(template).ToJsonString());
        template.Child("metadata").Child("labels")[HashLabel] = hash;
        var selector = deployment.Value.Copy("spec", "selector") as JsonObject ?? [];
        selector.Child("matchLabels")[HashLabel] = hash;
        var created = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Value.Name()}-{hash}",
                ["namespace"] = deployment.Value.Namespace(),
                ["labels"] = template.Copy("metadata", "labels"),
                ["ownerReferences"] = new JsonArray(OwnerReference.ToController(deployment.Value)),
            },
            ["spec"] = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template },
        };
        if (deployment.Value.Number("spec", "minReadySeconds") is { } seconds and > 0)
            created["spec"]!["minReadySeconds"] = seconds;
        Annotate(created, deployment, revision);
        AnnotateScale(created, deployment);
        return created;
    }

    /// <summary>Gives the ReplicaSet the Deployment's annotations and its revision.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Annotate(JsonObject replicaSet, DeploymentSpec deployment, long revision)
    {
        var changed = false;
        foreach (var (name, text) in deployment.Value.Map("metadata", "annotations").Where(item => !NotCopied.Contains(item.Key)))
            changed |= replicaSet.Annotate(name, text);
        var view = new ReplicaSetView(replicaSet);
        if (view.Revision >= revision)
            return changed;
        if (view.Revision > 0)
        {
            var history = replicaSet.Annotation(ReplicaSetView.HistoryAnnotation);
            replicaSet.Annotate(ReplicaSetView.HistoryAnnotation, history is null ? $"{view.Revision}" : $"{history},{view.Revision}");
        }
        return replicaSet.Annotate(ReplicaSetView.RevisionAnnotation, revision.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Notes on the ReplicaSet what size the Deployment had.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool AnnotateScale(JsonObject replicaSet, DeploymentSpec deployment) =>
        replicaSet.Annotate(ReplicaSetView.DesiredAnnotation, deployment.Replicas.ToString(CultureInfo.InvariantCulture))
        | replicaSet.Annotate(ReplicaSetView.MaxAnnotation, (deployment.Replicas + deployment.MaxSurge).ToString(CultureInfo.InvariantCulture));

    // An empty or null metadata and none at all are the same template.
    private static JsonObject Canonical(JsonObject template)
    {
        var copy = template.DeepClone().AsObject();
        if (copy["metadata"] is JsonObject metadata)
        {
            metadata.Remove("creationTimestamp");
            foreach (var empty in metadata.Where(item => item.Value is JsonObject { Count: 0 }).Select(item => item.Key).ToArray())
                metadata.Remove(empty);
            if (metadata.Count == 0)
                copy.Remove("metadata");
        }
        return copy;
    }
}
