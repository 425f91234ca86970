using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;

namespace Cake.Istio.Sandbox.Controllers.Scheduling;

/// <summary>Whether a node has room for a Pod beside those it has.</summary>
internal static class NodeResources
{
    /// <summary>What the node lacks, in kube-scheduler's words.</summary>
    public static IReadOnlyList<string> Missing(JsonObject pod, JsonObject node, IReadOnlyList<JsonObject> bound) =>
        int.TryParse(node.Text("status", "allocatable", "pods"), CultureInfo.InvariantCulture, out var most) && bound.Count >= most ? ["Too many pods"] : [];
}
