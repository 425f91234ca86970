namespace Cake.Istio.Sandbox.Admission.BuiltIn;

/// <summary>Lets a Pod stay five minutes on a node that is not ready or cannot be reached (DefaultTolerationSeconds).</summary>
internal sealed class TolerationPlugin : IPodPlugin
{
    private static readonly string[] Taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public Task CompleteAsync(AdmissionRequest request, JsonObject pod, CancellationToken cancellationToken)
    {
        var spec = pod.Child("spec");
        foreach (var taint in Taints.Where(taint => !spec.Objects("tolerations").Any(toleration => Covers(toleration, taint))))
        {
            if (spec["tolerations"] is not JsonArray tolerations)
                spec["tolerations"] = tolerations = [];
            tolerations.Add(new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }
        return Task.CompletedTask;
    }

    private static bool Covers(JsonObject toleration, string taint) =>
        (toleration.Text("key") == taint || string.IsNullOrEmpty(toleration.Text("key"))) && toleration.Text("effect") is null or "" or "NoExecute";
}
