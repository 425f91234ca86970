namespace Cake.Istio.Sandbox.Controllers.StatefulSets;

/// <summary>Which Pods a StatefulSet is to get or to lose next, and what its status says. Pods come up in order and go in reverse.</summary>
internal sealed class StatefulSetPlan
{
    private const string RevisionLabel = "controller-revision-hash";

    private readonly JsonObject _set;
    private readonly DateTimeOffset _now;
    private readonly string _revision;
    private readonly SortedDictionary<int, JsonObject> _pods = [];

    /// <summary>Looks at a StatefulSet.</summary>
    public StatefulSetPlan(JsonObject set, IReadOnlyList<JsonObject> pods, DateTimeOffset now)
    {
        (_set, _now) = (set, now);
        Hash = SafeName.Hash((set.At("spec", "template") ?? new JsonObject()).ToJsonString());
        _revision = $"{set.Name()}-{Hash}";
        foreach (var pod in pods)
        {
            if (Ordinal(pod) is { } ordinal)
                _pods[ordinal] = pod;
        }
    }

    /// <summary>The hash of the template.</summary>
    public string Hash { get; }

    /// <summary>The volume claims of a Pod.</summary>
    public IEnumerable<JsonObject> Claims(JsonObject pod)
    {
        foreach (var template in _set.Objects("spec", "volumeClaimTemplates"))
        {
            var claim = template.DeepClone().AsObject();
            claim.Child("metadata")["name"] = ClaimName(template, pod.Name());
            claim.Child("metadata")["namespace"] = _set.Namespace();
            foreach (var (key, label) in _set.Map("spec", "selector", "matchLabels"))
                claim.Child("metadata").Child("labels")[key] = label;
            yield return claim;
        }
    }

    /// <summary>The Pods to create now.</summary>
    public IEnumerable<JsonObject> Missing()
    {
        if (_set.IsDeleting())
            yield break;
        for (var ordinal = 0; ordinal < Replicas; ordinal++)
        {
            if (!_pods.TryGetValue(ordinal, out var pod))
                yield return Instantiate(ordinal);
            // In order: the next Pod waits until this one is ready.
            if (!IsParallel && (pod is null || !IsAvailable(pod)))
                yield break;
        }
    }

    /// <summary>The Pods to delete now: those that failed, the last one beyond the size, else the last one of an older template.</summary>
    public IReadOnlyList<JsonObject> Surplus()
    {
        if (_set.IsDeleting())
            return [];
        var ended = _pods.Values.Where(pod => pod.HasEnded() && !pod.IsDeleting()).ToArray();
        if (ended.Length > 0)
            return ended;
        var beyond = _pods.Where(item => item.Key >= Replicas).Reverse().Select(item => item.Value).ToArray();
        if (beyond.Length > 0)
            return [.. beyond.Where(pod => !pod.IsDeleting()).Take(IsParallel ? beyond.Length : beyond.Any(pod => pod.IsDeleting()) ? 0 : 1)];
        return Outdated() is { } outdated ? [outdated] : [];
    }

    /// <summary>The next status.</summary>
    public JsonObject Status()
    {
        var status = _set.StatusCopy();
        var pods = _pods.Values.Where(pod => pod.IsActive()).ToArray();
        var updated = pods.Count(IsCurrent);
        status["observedGeneration"] = _set.Generation();
        status["replicas"] = pods.Length;
        status.Count("readyReplicas", pods.Count(pod => pod.IsReady()));
        status["availableReplicas"] = pods.Count(IsAvailable);
        status.Count("updatedReplicas", updated);
        var complete = updated == Replicas && pods.Length == Replicas && pods.All(IsAvailable);
        status["currentRevision"] = complete ? _revision : status.Text("currentRevision") ?? _revision;
        status.Count("currentReplicas", pods.Count(pod => pod.Labels().GetValueOrDefault(RevisionLabel) == status.Text("currentRevision")));
        status["updateRevision"] = _revision;
        status["collisionCount"] ??= 0;
        return status;
    }

    private long Replicas => _set.Number("spec", "replicas") ?? 1;

    private bool IsParallel => _set.Text("spec", "podManagementPolicy") == "Parallel";

    private JsonObject? Outdated()
    {
        if (_set.Text("spec", "updateStrategy", "type") == "OnDelete" || _pods.Count < Replicas || !_pods.Values.All(pod => IsCurrent(pod) ? IsAvailable(pod) : !pod.IsDeleting()))
            return null;
        var partition = _set.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        return _pods.Reverse().Where(item => item.Key >= partition && !IsCurrent(item.Value)).Select(item => item.Value).FirstOrDefault();
    }

    private bool IsCurrent(JsonObject pod) => pod.Labels().GetValueOrDefault(RevisionLabel) == _revision;

    private bool IsAvailable(JsonObject pod) => pod.IsActive() && pod.IsAvailable(_set.Number("spec", "minReadySeconds") ?? 0, _now);

    private JsonObject Instantiate(int ordinal)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{_set.Name()}-{ordinal}");
        var pod = PodTemplate.Instantiate(_set, _set.At("spec", "template"), name);
        var labels = pod.Child("metadata").Child("labels");
        labels[RevisionLabel] = _revision;
        labels["statefulset.kubernetes.io/pod-name"] = name;
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
        pod.Child("spec")["hostname"] = name;
        MountClaims(pod, name);
        if (_set.Text("spec", "serviceName") is { Length: > 0 } service)
            pod.Child("spec")["subdomain"] = service;
        return pod;
    }

    private static string ClaimName(JsonObject template, string pod) => $"{template.Name()}-{pod}";

    private void MountClaims(JsonObject pod, string name)
    {
        var templates = _set.Objects("spec", "volumeClaimTemplates").ToList();
        if (templates.Count == 0)
            return;
        var claimed = templates.Select(template => new JsonObject
        {
            ["name"] = template.Name(),
            ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = ClaimName(template, name) },
        });
        var others = pod.Objects("spec", "volumes").Where(volume => !templates.Exists(template => template.Name() == volume.Text("name"))).Select(volume => volume.DeepClone());
        pod.Child("spec")["volumes"] = new JsonArray([.. claimed, .. others]);
    }

    private int? Ordinal(JsonObject pod) =>
        pod.Name().StartsWith($"{_set.Name()}-", StringComparison.Ordinal) && int.TryParse(pod.Name().AsSpan(_set.Name().Length + 1), CultureInfo.InvariantCulture, out var ordinal)
            ? ordinal
            : null;
}
