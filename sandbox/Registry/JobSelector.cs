using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>The selector and the pod labels of a Job that does not bring its own, made from its uid.</summary>
internal static class JobSelector
{
    private const string Prefix = "batch.kubernetes.io/";

    /// <summary>Sets them, in place.</summary>
    public static void Set(JsonObject job)
    {
        var spec = job.Child("spec");
        if (spec.Flag("manualSelector") == true)
            return;
        if (spec["template"] is not JsonObject template)
            return;
        var labels = template.Child("metadata").Child("labels");
        labels["controller-uid"] = job.Uid();
        labels[Prefix + "controller-uid"] = job.Uid();
        labels["job-name"] = job.Name();
        labels[Prefix + "job-name"] = job.Name();
        spec.Child("selector").Child("matchLabels")[Prefix + "controller-uid"] = job.Uid();
    }
}
