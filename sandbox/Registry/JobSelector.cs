namespace Cake.Istio.Sandbox.Registry;

/// <summary>The selector and the pod labels of a Job that does not bring its own, made from its uid.</summary>
internal static class JobSelector
{
    private const string Prefix = "batch.kubernetes.io/";

    /// <summary>The labels that tell a Job's pods from all others.</summary>
    public static IReadOnlyList<(string Key, string Value)> Labels(string uid, string name) =>
        [("controller-uid", uid), ("job-name", name), (Prefix + "controller-uid", uid), (Prefix + "job-name", name)];

    /// <summary>Sets them, in place; what is set already is left to validation.</summary>
    public static void Set(JsonObject job)
    {
        var spec = job.Child("spec");
        if (spec.Flag("manualSelector") == true)
            return;
        if (spec["template"] is not JsonObject template)
            return;
        var labels = template.Child("metadata").Child("labels");
        foreach (var (key, value) in Labels(job.Uid(), job.Name()))
            labels[key] ??= value;
        spec.Child("selector").Child("matchLabels")[Prefix + "controller-uid"] ??= job.Uid();
        if (job.Copy("metadata", "labels") is not JsonObject { Count: > 0 })
            job.Child("metadata")["labels"] = labels.DeepClone();
    }
}
