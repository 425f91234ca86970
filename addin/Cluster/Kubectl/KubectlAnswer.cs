using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster.Kubectl;

/// <summary>What kubectl printed.</summary>
internal static class KubectlAnswer
{
    /// <summary>The objects that kubectl printed, in the order of those that were asked for.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.KubectlFailed"/>: one is missing, or it is no JSON.</exception>
    public static IReadOnlyList<JsonObject> Read(KubectlOutput output, IReadOnlyList<KubectlWrite> batch)
    {
        try
        {
            var printed = JsonNode.Parse(output.Text, documentOptions: KubeJson.Documents);
            // One object is printed as it is, several as a List.
            var items = printed?["items"] is JsonArray list && (string?)printed["kind"] == "List" ? list : [printed?.DeepClone()];
            return [.. batch.Select(write => items.OfType<JsonObject>().FirstOrDefault(write.IsIn) ?? throw Unexpected($"it said nothing of {write}", null))];
        }
        catch (JsonException cause)
        {
            throw Unexpected("it printed no JSON", cause);
        }
    }

    private static MeshException Unexpected(string what, Exception? cause) => new(
        ErrorCode.KubectlFailed,
        $"kubectl ended well, but {what}.",
        "Is it kubectl itself, and not a wrapper that prints something else? Try: kubectl version --client",
        innerException: cause);
}
