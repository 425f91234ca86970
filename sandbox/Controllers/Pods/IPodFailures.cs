namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>Says which Pods are to fail, and how.</summary>
internal interface IPodFailures
{
    /// <summary>What keeps the Pod from getting ready; null when nothing does.</summary>
    PodFailure? For(JsonObject pod);

    /// <summary>How long it is still to be kept so; null for ever, or when nothing keeps it.</summary>
    TimeSpan? EndsIn(JsonObject pod);
}
