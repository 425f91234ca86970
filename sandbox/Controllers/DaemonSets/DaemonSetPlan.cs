using Cake.Istio.Sandbox.Controllers.Scheduling;
using Cake.Istio.Sandbox.Defaults;

namespace Cake.Istio.Sandbox.Controllers.DaemonSets;

/// <summary>Which nodes a DaemonSet needs a Pod on, which Pods are to go, and what its status says.</summary>
internal sealed class DaemonSetPlan
{
    /// <summary>The label with the hash of the template.</summary>
    public const string RevisionLabel = "controller-revision-hash";

    private readonly JsonObject _daemonSet;
    private readonly List<(JsonObject Node, JsonObject? Pod)> _placed;
    private readonly int _misplaced;

    /// <summary>Looks at a DaemonSet.</summary>
    public DaemonSetPlan(JsonObject daemonSet, IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> nodes)
    {
        _daemonSet = daemonSet;
        Revision = SafeName.Hash((daemonSet.At("spec", "template") ?? new JsonObject()).ToJsonString());
        var active = pods.Where(pod => pod.IsActive()).ToArray();
        var placed = nodes.Select(node => (Node: node, Pod: active.FirstOrDefault(pod => Target(pod) == node.Name()))).Where(item => Fits(item.Node, "NoExecute")).ToArray();
        _placed = [.. placed.Where(item => Fits(item.Node, "NoExecute", "NoSchedule"))];
        _misplaced = active.Count(pod => !_placed.Exists(item => item.Pod == pod));
        Surplus = [.. active.Where(pod => !Array.Exists(placed, item => item.Pod == pod))];
    }

    /// <summary>The hash of the template.</summary>
    public string Revision { get; }

    /// <summary>The Pods that may not stay on their nodes, as they may where a taint only keeps others from coming; and second ones.</summary>
    public IReadOnlyList<JsonObject> Surplus { get; }

    /// <summary>The Pods that are missing.</summary>
    public IEnumerable<JsonObject> Missing() => _daemonSet.IsDeleting() ? [] : _placed.Where(item => item.Pod is null).Select(item => Instantiate(item.Node));

    /// <summary>The Pods of an older template that may go now: as many as <c>maxUnavailable</c> leaves.</summary>
    public IReadOnlyList<JsonObject> Outdated()
    {
        if (_daemonSet.Text("spec", "updateStrategy", "type") == "OnDelete" || _daemonSet.IsDeleting())
            return [];
        var most = Math.Max(1, IntOrPercent.Scale(_daemonSet.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable") ?? 1, _placed.Count, roundUp: true));
        var unavailable = _placed.Count(item => item.Pod is null || !item.Pod.IsReady());
        var old = _placed.Select(item => item.Pod).OfType<JsonObject>().Where(pod => !IsCurrent(pod)).ToArray();
        return [.. old.Where(pod => !pod.IsReady()), .. old.Where(pod => pod.IsReady()).Take((int)Math.Max(0, most - unavailable))];
    }

    /// <summary>The next status.</summary>
    public JsonObject Status()
    {
        var status = _daemonSet.StatusCopy();
        var pods = _placed.Select(item => item.Pod).OfType<JsonObject>().ToArray();
        var ready = pods.Count(pod => pod.IsReady());
        status["currentNumberScheduled"] = pods.Length;
        status["numberMisscheduled"] = _misplaced;
        status["desiredNumberScheduled"] = _placed.Count;
        status["numberReady"] = ready;
        status["observedGeneration"] = _daemonSet.Generation();
        status.Count("updatedNumberScheduled", pods.Count(IsCurrent));
        status.Count("numberAvailable", ready);
        status.Count("numberUnavailable", _placed.Count - ready);
        return status;
    }

    // Whether there is room is for the scheduler to find out.
    private bool Fits(JsonObject node, params string[] effects) => Instantiate(node) is var pod && NodeFilter.Selects(pod, node) && NodeFilter.ToleratesAll(pod, node, effects);

    private bool IsCurrent(JsonObject pod) => pod.Labels().GetValueOrDefault(RevisionLabel) == Revision;

    private JsonObject Instantiate(JsonObject node)
    {
        var pod = PodTemplate.Instantiate(_daemonSet, _daemonSet.At("spec", "template"));
        var labels = pod.Child("metadata").Child("labels");
        labels[RevisionLabel] = Revision;
        labels["pod-template-generation"] = _daemonSet.Annotation(WorkloadDefaults.TemplateGeneration);
        var spec = pod.Child("spec");
        spec.Child("affinity").Child("nodeAffinity")["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject
        {
            ["nodeSelectorTerms"] = new JsonArray(new JsonObject
            {
                ["matchFields"] = new JsonArray(new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(node.Name()) }),
            }),
        };
        if (spec["tolerations"] is not JsonArray tolerations)
            spec["tolerations"] = tolerations = [];
        foreach (var (taint, effect) in (ReadOnlySpan<(string, string)>)
            [("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"), ("memory-pressure", "NoSchedule"), ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule")])
            tolerations.Add(new JsonObject { ["key"] = $"node.kubernetes.io/{taint}", ["operator"] = "Exists", ["effect"] = effect });
        if (spec.Flag("hostNetwork") == true)
            tolerations.Add(new JsonObject { ["key"] = "node.kubernetes.io/network-unavailable", ["operator"] = "Exists", ["effect"] = "NoSchedule" });
        return pod;
    }

    private static string? Target(JsonObject pod) => pod.NodeName() ?? pod
        .Objects("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
        .SelectMany(term => term.Objects("matchFields")).SelectMany(field => field.Texts("values")).FirstOrDefault();
}
