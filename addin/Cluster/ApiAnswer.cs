using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster;

/// <summary>A successful answer, read to its end.</summary>
internal sealed record ApiAnswer(int Code, byte[] Body, ApiRequest Request)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="MeshException">It is none: <see cref="ErrorCode.AnswerNotUnderstood"/>.</exception>
    public JsonObject Json()
    {
        try
        {
            if (JsonNode.Parse(Body, null, KubeJson.Documents) is JsonObject json)
                return json;
        }
        catch (JsonException cause)
        {
            throw NotUnderstood(cause);
        }

        throw NotUnderstood(null);
    }

    private MeshException NotUnderstood(Exception? cause) => new(
        ErrorCode.AnswerNotUnderstood,
        $"{Request} was answered with something that is no JSON object; this is hardly a Kubernetes API server.",
        "Check the server's address in the kubeconfig.",
        innerException: cause);
}
