namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>A ReplicaSet as its Deployment sees it.</summary>
internal sealed class ReplicaSetView(JsonObject replicaSet)
{
    /// <summary>The annotation that numbers a Deployment's templates.</summary>
    public const string RevisionAnnotation = "deployment.kubernetes.io/revision";

    /// <summary>The annotation with the revisions that this template had before, after rollbacks.</summary>
    public const string HistoryAnnotation = "deployment.kubernetes.io/revision-history";

    /// <summary>The annotation with the Deployment's replicas when it last scaled this ReplicaSet.</summary>
    public const string DesiredAnnotation = "deployment.kubernetes.io/desired-replicas";

    /// <summary>The annotation with the most pods that the Deployment could have had then.</summary>
    public const string MaxAnnotation = "deployment.kubernetes.io/max-replicas";

    /// <summary>The ReplicaSet.</summary>
    public JsonObject Value { get; } = replicaSet;

    /// <summary>The name.</summary>
    public string Name => Value.Name();

    /// <summary>How many pods it is to have.</summary>
    public long Replicas => Value.Number("spec", "replicas") ?? 0;

    /// <summary>How many pods it has.</summary>
    public long Observed => Value.Number("status", "replicas") ?? 0;

    /// <summary>How many of them are ready.</summary>
    public long Ready => Value.Number("status", "readyReplicas") ?? 0;

    /// <summary>How many of them are available.</summary>
    public long Available => Value.Number("status", "availableReplicas") ?? 0;

    /// <summary>The number of its template; 0 when it has none.</summary>
    public long Revision => long.TryParse(Value.Annotation(RevisionAnnotation), CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    /// <summary>The Deployment's replicas when it last scaled this ReplicaSet; null when unknown.</summary>
    public long? Desired => long.TryParse(Value.Annotation(DesiredAnnotation), CultureInfo.InvariantCulture, out var desired) ? desired : null;

    /// <summary>The most pods the Deployment could have had then; 0 when unknown.</summary>
    public long Max => long.TryParse(Value.Annotation(MaxAnnotation), CultureInfo.InvariantCulture, out var max) ? max : 0;
}
