using System.Net;
using Cake.Istio.Sandbox.Errors;

namespace Cake.Istio.Sandbox.Server;

/// <summary>What the client accepts, as negotiated from its Accept header.</summary>
/// <param name="Form">How the answer is written.</param>
/// <param name="ContentType">The Content-Type of the answer.</param>
internal sealed record Negotiated(AnswerForm Form, string ContentType)
{
    /// <summary>The first entry of the header that can be served; everything when there is no header.</summary>
    /// <exception cref="StatusException">406 when nothing can be served.</exception>
    public static Negotiated From(string accept)
    {
        if (accept.Length == 0)
            return new Negotiated(AnswerForm.Object, MediaType.Json);
        foreach (var media in MediaType.ParseList(accept))
        {
            var contentType = media.Name switch
            {
                MediaType.Json or "application/*" or "*/*" => MediaType.Json,
                MediaType.Yaml => MediaType.Yaml,
                _ => null,
            };
            AnswerForm? form = (media["as"], media["g"], media["v"]) switch
            {
                (null, _, _) => AnswerForm.Object,
                ("Table", "meta.k8s.io", "v1") => AnswerForm.Table,
                ("PartialObjectMetadata" or "PartialObjectMetadataList", "meta.k8s.io", "v1") => AnswerForm.Metadata,
                _ => null,
            };
            if (contentType is not null && form is { } found)
                return new Negotiated(found, contentType);
        }
        throw new StatusException(HttpStatusCode.NotAcceptable, "NotAcceptable",
            "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf");
    }
}
