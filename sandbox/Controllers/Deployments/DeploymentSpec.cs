namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>What a Deployment asks for.</summary>
internal sealed class DeploymentSpec(JsonObject deployment)
{
    /// <summary>The Deployment.</summary>
    public JsonObject Value { get; } = deployment;

    /// <summary>How many pods are wanted.</summary>
    public long Replicas { get; } = deployment.Number("spec", "replicas") ?? 1;

    /// <summary>Whether rollouts are paused.</summary>
    public bool IsPaused { get; } = deployment.Flag("spec", "paused") == true;

    /// <summary>Whether all old pods go before new ones come.</summary>
    public bool IsRecreate { get; } = deployment.Text("spec", "strategy", "type") == "Recreate";

    /// <summary>How many pods there may be beyond the wanted number during a rolling update.</summary>
    public long MaxSurge => IsRecreate ? 0 : IntOrPercent.Scale(Value.At("spec", "strategy", "rollingUpdate", "maxSurge"), Replicas, roundUp: true);

    /// <summary>How many pods may be missing. Never 0 together with <see cref="MaxSurge"/>, else nothing could move.</summary>
    public long MaxUnavailable
    {
        get
        {
            if (IsRecreate || Replicas == 0)
                return 0;
            var wanted = IntOrPercent.Scale(Value.At("spec", "strategy", "rollingUpdate", "maxUnavailable"), Replicas, roundUp: false);
            return Math.Min(wanted == 0 && MaxSurge == 0 ? 1 : wanted, Replicas);
        }
    }

    /// <summary>How long a rollout may go without progress; null when it may take forever.</summary>
    public TimeSpan? ProgressDeadline { get; } =
        deployment.Number("spec", "progressDeadlineSeconds") is { } seconds && seconds < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>How many old ReplicaSets are kept for a rollback.</summary>
    public long RevisionHistoryLimit { get; } = deployment.Number("spec", "revisionHistoryLimit") ?? 10;

    /// <summary>The pod template.</summary>
    public JsonObject Template { get; } = deployment.At("spec", "template") as JsonObject ?? [];
}
