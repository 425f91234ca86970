using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>kstatus' rule for CustomResourceDefinitions.</summary>
internal static class CustomResourceDefinitionReadiness
{
    public static ReadinessResult Evaluate(JsonObject json)
    {
        if (json.Condition("NamesAccepted") is { IsFalse: true } names)
            return ReadinessResult.Failed($"its names are not accepted: {names.Words}");
        return json.Condition("Established") switch
        {
            { IsTrue: true } => ReadinessResult.Current("is established"),
            { IsFalse: true, Reason: not "Installing" } established => ReadinessResult.Failed($"is not established: {established.Words}"),
            _ => ReadinessResult.InProgress("is being established"),
        };
    }
}
