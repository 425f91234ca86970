using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply.Locking;

/// <summary>The Lease that is the install lock, as it was read.</summary>
/// <param name="json">The Lease (coordination.k8s.io/v1).</param>
internal sealed class LockLease(JsonObject json)
{
    /// <summary>The Lease's name.</summary>
    public const string Name = "cake-istio";

    private const string ProcessAnnotation = "cake-istio/process";

    private const string BrokenAnnotation = "cake-istio/broken";

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    /// <summary>Who holds it; empty where it is free.</summary>
    public string Holder => (string?)json["spec"]?["holderIdentity"] ?? "";

    /// <summary>Which run of the holder, or null.</summary>
    public string? Process => (string?)json["metadata"]?["annotations"]?[ProcessAnnotation];

    /// <summary>Since when it is held.</summary>
    public DateTimeOffset? Since => Time("acquireTime");

    /// <summary>How long it lasts when its holder does not renew it.</summary>
    public TimeSpan Duration => (int?)json["spec"]?["leaseDurationSeconds"] is { } seconds ? TimeSpan.FromSeconds(seconds) : LockOptions.DefaultDuration;

    /// <summary>The state of it that was read: every renewal makes another one.</summary>
    public string Version => (string?)json["metadata"]?["resourceVersion"] ?? "";

    /// <summary>Whether nobody holds it: it was given back, or left by a run of this machine that has ended.</summary>
    public bool IsFree => Holder.Length == 0 || ProcessIdentity.IsGone(Process);

    /// <summary>Whether it seems to have expired, if its holder's clock is right. That it has, only a <see cref="LeaseObservation"/> can tell.</summary>
    public bool SeemsExpired(DateTimeOffset now) => !(now <= Time("renewTime") + Duration);

    /// <summary>A Lease that is held.</summary>
    /// <param name="options">By whom.</param>
    /// <param name="now">Since when.</param>
    /// <param name="previous">What it replaces, or null.</param>
    public static JsonObject Taken(LockOptions options, DateTimeOffset now, LockLease? previous)
    {
        var body = previous?.Copy() ?? new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = options.Namespace },
        };
        var metadata = body["metadata"]!.AsObject();
        var annotations = metadata["annotations"] as JsonObject ?? [];
        metadata["annotations"] = annotations;
        annotations[ProcessAnnotation] = options.Process;
        if (previous is { Holder.Length: > 0 } && options.BreakReason is not null)
            annotations[BrokenAnnotation] = $"{Text(now)} {options.Holder} took it from {previous.Holder}: {options.BreakReason}";
        body["spec"] = new JsonObject
        {
            ["holderIdentity"] = options.Holder,
            ["leaseDurationSeconds"] = Math.Max(1, (int)options.Duration.TotalSeconds),
            ["acquireTime"] = Text(now),
            ["renewTime"] = Text(now),
            ["leaseTransitions"] = ((int?)previous?.Copy()["spec"]?["leaseTransitions"] ?? -1) + 1,
        };
        return body;
    }

    /// <summary>The Lease with its holder's sign of life.</summary>
    public JsonObject Renewed(DateTimeOffset now)
    {
        var body = Copy();
        body["spec"]!["renewTime"] = Text(now);
        return body;
    }

    /// <summary>The Lease without a holder.</summary>
    public JsonObject Released()
    {
        var body = Copy();
        body["spec"]!["holderIdentity"] = "";
        return body;
    }

    /// <summary>Deletes this Lease as it was read, and no other.</summary>
    public DeleteOptions ToPrecondition() => DeleteOptions.Exactly(json);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private JsonObject Copy() => (JsonObject)json.DeepClone();

    private DateTimeOffset? Time(string field) =>
        (string?)json["spec"]?[field] is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
}
