namespace Cake.Istio.Sandbox.Conversion;

/// <summary>Events of <c>events.k8s.io</c>, stored as those of the core group.</summary>
internal static class EventConversion
{
    private static readonly (string Name, string Core)[] Fields =
    [
        ("regarding", "involvedObject"), ("note", "message"), ("deprecatedSource", "source"), ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"), ("reportingController", "reportingComponent"),
    ];

    /// <summary>To the core group.</summary>
    public static void ToStorage(JsonObject value)
    {
        foreach (var (name, core) in Fields)
            VersionConversion.Rename(value, name, core);
    }

    /// <summary>From the core group.</summary>
    public static void FromStorage(JsonObject value)
    {
        foreach (var (name, core) in Fields)
            VersionConversion.Rename(value, core, name);
    }
}
