using System.Text.Json.Nodes;
using Cake.Istio.Readiness;

namespace Cake.Istio.Verification.Checks;

/// <summary>Every pod of the mesh's namespace is Running and ready, or has completed. Restarts are counted, not judged.</summary>
internal static class PodsCheck
{
    public static Finding Run(MeshSnapshot mesh)
    {
        var pods = mesh.Live.OfKind("", "Pod", mesh.Settings.Namespace);
        var problems = pods.Select(Problem).OfType<string>().ToList();
        var completed = pods.Count(pod => Phase(pod) == "Succeeded");
        var running = pods.Count - completed - problems.Count;
        var restarts = pods.Sum(Restarts);
        var title = $"{pods.Count} pods: {running} running and ready, {completed} completed"
            + (problems.Count > 0 ? $", {problems.Count} not ready" : "")
            + (restarts > 0 ? $"; {restarts} restarts so far" : "");
        if (pods.Count == 0)
            return Finding.Failed("pods-ready", $"No pods in namespace {mesh.Settings.Namespace}", "Run --target=InstallMesh");
        return problems.Count == 0
            ? Finding.Passed("pods-ready", title)
            : Finding.Failed("pods-ready", title, $"kubectl -n {mesh.Settings.Namespace} describe pod", problems);
    }

    private static string? Problem(JsonObject pod) =>
        ReadinessRules.Evaluate(pod) is { Status: not ReadinessStatus.Current } readiness ? $"{pod["metadata"]!["name"]}: {readiness.Message}" : null;

    private static string? Phase(JsonObject pod) => (string?)pod["status"]?["phase"];

    private static int Restarts(JsonObject pod) =>
        (pod["status"]?["containerStatuses"] as JsonArray ?? []).Sum(status => (int?)status?["restartCount"] ?? 0);
}
