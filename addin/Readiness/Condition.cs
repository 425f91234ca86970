namespace Cake.Istio.Readiness;

/// <summary>One entry of <c>status.conditions</c>.</summary>
internal sealed record Condition(string Status, string Reason, string Message, long? ObservedGeneration)
{
    public bool IsTrue => Status == "True";

    public bool IsFalse => Status == "False";

    /// <summary>The server's message, or its reason where it gives no message.</summary>
    public string Words => Message.Length > 0 ? Message : Reason;
}
