using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>One Event as the cluster keeps it.</summary>
internal sealed record ObjectEvent(string Uid, string Kind, string Name, string Type, string Reason, string Message, string FieldPath, DateTimeOffset Time, string ResourceVersion)
{
    public static ObjectEvent Read(JsonObject json) => new(
        json.Text("involvedObject", "uid") ?? "",
        json.Text("involvedObject", "kind") ?? "",
        json.Text("involvedObject", "name") ?? "",
        json.Text("type") ?? "",
        json.Text("reason") ?? "",
        (json.Text("message") ?? "").ReplaceLineEndings(" "),
        json.Text("involvedObject", "fieldPath") ?? "",
        json.Time("series", "lastObservedTime") ?? json.Time("lastTimestamp") ?? json.Time("eventTime") ?? json.Time("metadata", "creationTimestamp") ?? default,
        json.Text("metadata", "resourceVersion") ?? "");

    public override string ToString() => $"{Type} {Reason} {Kind.ToLowerInvariant()}/{Name}: {Message}";
}
