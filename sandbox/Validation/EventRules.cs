namespace Cake.Istio.Sandbox.Validation;

/// <summary>Events: those with an <c>eventTime</c>, as <c>events.k8s.io</c> makes them, are checked more strictly.</summary>
internal static class EventRules
{
    private const int LongestName = 128;
    private const int LongestNote = 1024;

    private static readonly string[] Kept =
    [
        "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "type", "eventTime", "action", "related",
        "reportingComponent", "reportingInstance",
    ];

    /// <summary>Checks an Event.</summary>
    /// <param name="value">The Event as it is stored.</param>
    /// <param name="old">The Event before, or null for a new one.</param>
    /// <param name="apiVersion">The version of the request.</param>
    public static void Check(FieldCursor value, FieldCursor? old, string apiVersion)
    {
        var isNewApi = apiVersion != "v1";
        if (old is null || !isNewApi)
            CheckAny(value, isNewApi ? "reportingController" : "reportingComponent");
        if (!isNewApi)
            return;
        if (old is { } before)
            CheckKept(value, before);
        else
            CheckNew(value);
    }

    private static void CheckAny(FieldCursor value, string controllerName)
    {
        var (space, subject) = (value["metadata"]["namespace"].Text, value["involvedObject"]["namespace"]);
        if (!value["eventTime"].IsSet)
        {
            if (space != (subject.Text.Length == 0 ? "default" : subject.Text))
                subject.Findings.Invalid(subject.Path, subject.Text, "does not match event.namespace");
            return;
        }
        if (subject.Text.Length == 0 && space is not ("default" or "kube-system"))
            subject.Findings.Invalid(subject.Path, subject.Text, "does not match event.namespace");
        var controller = value["reportingComponent"] with { Path = controllerName };
        if (controller.Require())
            controller.Invalid(NameRules.LabelKey(controller.Text));
        foreach (var name in (ReadOnlySpan<string>)["reportingInstance", "action", "reason"])
            if (value[name].Require() && value[name].Text.Length > LongestName)
                value.Findings.Invalid(name, "", $"can have at most {LongestName} characters");
        if (value["message"].Text.Length > LongestNote)
            value.Findings.Invalid("message", "", $"can have at most {LongestNote} characters");
    }

    private static void CheckNew(FieldCursor value)
    {
        value["eventTime"].RequireSet();
        if (value["type"].Text is not ("Normal" or "Warning"))
            value.Findings.Invalid("type", "", $"has invalid value: {value["type"].Text}");
        foreach (var name in (ReadOnlySpan<string>)["firstTimestamp", "lastTimestamp", "count"])
            if (value[name].IsSet)
                value.Findings.Invalid(name, "", "needs to be unset");
        if (value["source"]["component"].IsSet || value["source"]["host"].IsSet)
            value.Findings.Invalid("source", "", "needs to be unset");
    }

    // Only the series goes on.
    private static void CheckKept(FieldCursor value, FieldCursor old)
    {
        if (!JsonNode.DeepEquals(value["series"].Value, old["series"].Value) && value["series"].IsSet)
        {
            if (value["series"]["count"].Number is null or < 2)
                value.Findings.Invalid("series.count", "", "should be at least 2");
            value["series"]["lastObservedTime"].RequireSet();
        }
        foreach (var name in Kept)
            value[name].RequireUnchanged(old[name]);
    }
}
