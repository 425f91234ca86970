namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>What is to be done for a Deployment, given its ReplicaSets.</summary>
internal sealed class DeploymentPlan
{
    private readonly DeploymentSpec _deployment;
    private readonly DateTimeOffset _now;
    private readonly List<Write> _writes = [];
    private readonly List<ReplicaSetView> _old;
    private readonly bool _oldPodsRun;
    private ReplicaSetView? _current;

    private DeploymentPlan(JsonObject deployment, IReadOnlyList<JsonObject> replicaSets, IReadOnlyList<JsonObject> pods, DateTimeOffset now)
    {
        _deployment = new DeploymentSpec(deployment);
        _now = now;
        var views = replicaSets.Select(item => new ReplicaSetView(item)).OrderBy(item => item.Value.Created()).ThenBy(item => item.Revision).ToList();
        _current = views.Find(item => ReplicaSetTemplate.IsOf(item.Value, _deployment.Template));
        _old = views.FindAll(item => item != _current);
        _oldPodsRun = pods.Any(pod => !pod.HasEnded() && _old.Exists(item => OwnerReference.IsControlledBy(pod, item.Value)));
    }

    /// <summary>Computes it. The objects given are not changed.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="replicaSets">The ReplicaSets that it controls.</param>
    /// <param name="pods">The Pods of its namespace.</param>
    /// <param name="now">The time.</param>
    public static Reconciliation Compute(JsonObject deployment, IReadOnlyList<JsonObject> replicaSets, IReadOnlyList<JsonObject> pods, DateTimeOffset now) =>
        new DeploymentPlan(deployment, [.. replicaSets.Select(item => item.DeepClone().AsObject())], pods, now).Compute();

    private Reconciliation Compute()
    {
        if (_deployment.Value.IsDeleting())
            return new Reconciliation([.. StatusWrite.To(Resources.Deployments, _deployment.Value, Status())]);

        var status = _deployment.Value.StatusCopy();
        var pauseChanged = DeploymentProgress.Pause(_deployment, status, _now);
        if (pauseChanged)
            _deployment.Value["status"] = status;
        var created = false;
        if (_deployment.IsPaused || (_current is not null && ProportionalScale.IsDue(_deployment, _old.Append(_current))))
            Apply(ProportionalScale.Sizes(_deployment, _current, _old));
        else
            created = RollOut();

        var next = Status();
        if (created)
            DeploymentProgress.Created(_deployment, next, _current!.Name, _now);
        else if (_current is not null)
            DeploymentProgress.Found(_deployment, next, _current.Name, _now);
        var again = _deployment.IsPaused || pauseChanged ? null : DeploymentProgress.Judge(_deployment, next, _current?.Name ?? "", _now);
        if (DeploymentProgress.IsComplete(_deployment, next))
            CleanUp();
        WriteDeployment(next, pauseChanged);
        return new Reconciliation(_writes, again);
    }

    private bool RollOut()
    {
        var created = _current is null;
        var revision = _old.Select(item => item.Revision).DefaultIfEmpty(0).Max() + 1;
        if (_current is null)
        {
            var size = RollingUpdate.NewReplicas(_deployment, 0, _old, _oldPodsRun);
            _current = new ReplicaSetView(ReplicaSetTemplate.New(_deployment, revision, size));
            _writes.Add(new Write.Create(Resources.ReplicaSets, _current.Value));
            if (size > 0)
                EmitScaled("up", _current.Name, 0, size);
        }
        else
        {
            if (ReplicaSetTemplate.Annotate(_current.Value, _deployment, revision))
                _writes.Add(new Write.Replace(Resources.ReplicaSets, _current.Value.DeepClone().AsObject()));
            Scale(_current, RollingUpdate.NewReplicas(_deployment, _current.Replicas, _old, _oldPodsRun));
        }
        Apply(RollingUpdate.OldReplicas(_deployment, _current, _old));
        return created;
    }

    private void Apply(IReadOnlyDictionary<string, long> sizes)
    {
        foreach (var item in _current is null ? _old : _old.Append(_current))
        {
            if (sizes.TryGetValue(item.Name, out var size))
                Scale(item, size);
        }
    }

    private void Scale(ReplicaSetView item, long size)
    {
        var before = item.Replicas;
        var annotated = item.Value.At("metadata", "resourceVersion") is not null && (size > 0 || before > 0) && ReplicaSetTemplate.AnnotateScale(item.Value, _deployment);
        if (before == size && !annotated)
            return;
        item.Value.Child("spec")["replicas"] = size;
        _writes.Add(new Write.Replace(Resources.ReplicaSets, item.Value.DeepClone().AsObject()));
        if (before != size)
            EmitScaled(size > before ? "up" : "down", item.Name, before, size);
    }

    private void EmitScaled(string direction, string name, long from, long to) =>
        _writes.Add(new Write.Emit(_deployment.Value, "ScalingReplicaSet", $"Scaled {direction} replica set {name} from {from} to {to}"));

    private JsonObject Status() => DeploymentStatus.Compute(_deployment, _current, _current is null ? _old : [.. _old, _current], _now);

    private void CleanUp()
    {
        var unused = _old.Where(item => item is { Replicas: 0, Observed: 0 } && !item.Value.IsDeleting()).OrderBy(item => item.Revision).ToArray();
        foreach (var item in unused.Take((int)Math.Max(0, unused.Length - _deployment.RevisionHistoryLimit)))
            _writes.Add(new Write.Delete(Resources.ReplicaSets, item.Value));
    }

    // The revision travels with the status, as the real controller writes it: a change of annotations by themselves would make a new generation.
    private void WriteDeployment(JsonObject status, bool force)
    {
        var value = _deployment.Value.DeepClone().AsObject();
        var annotated = _current is { Revision: > 0 } && value.Annotate(ReplicaSetView.RevisionAnnotation, _current.Revision.ToString(CultureInfo.InvariantCulture));
        if (annotated || force || !JsonNode.DeepEquals(value["status"] ?? new JsonObject(), status))
        {
            value["status"] = status;
            _writes.Add(new Write.Replace(Resources.Deployments, value, "status"));
        }
    }
}
