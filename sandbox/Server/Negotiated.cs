namespace Cake.Istio.Sandbox.Server;

/// <summary>What the client accepts, as negotiated from its Accept header.</summary>
/// <param name="Form">How the answer is written.</param>
/// <param name="ContentType">The Content-Type of the answer.</param>
/// <param name="ApiVersion">The version of tables and partial metadata.</param>
internal sealed record Negotiated(AnswerForm Form, string ContentType, string ApiVersion)
{
    private const string Produced = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /// <summary>Refuses a client that takes none of the media types of a built-in resource, before the resource is looked at.</summary>
    /// <exception cref="StatusException">406.</exception>
    public static void CheckProduced(string accept, bool isList)
    {
        if (accept.Length == 0 || MediaType.ParseList(accept).Any(media => media.Name == "*/*" || Produced.Split(", ").Contains(media.Name)))
            return;
        var streams = isList ? ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch" : "";
        throw NotAcceptable($"406: Not Acceptable\n\nAvailable representations: {Produced}{streams}", hasDetails: true);
    }

    /// <summary>406 with its reason.</summary>
    public static StatusException NotAcceptable(string message, bool hasDetails = false) =>
        new(HttpStatusCode.NotAcceptable, "NotAcceptable", message) { HasDetails = hasDetails };

    /// <summary>The first entry of the header that can be served; everything when there is no header.</summary>
    /// <exception cref="StatusException">406 when nothing can be served.</exception>
    public static Negotiated From(string accept)
    {
        if (accept.Length == 0)
            return new Negotiated(AnswerForm.Object, MediaType.Json, "");
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
                ("Table", "meta.k8s.io", "v1" or "v1beta1") => AnswerForm.Table,
                ("PartialObjectMetadata", "meta.k8s.io", "v1" or "v1beta1") => AnswerForm.Metadata,
                ("PartialObjectMetadataList", "meta.k8s.io", "v1" or "v1beta1") => AnswerForm.MetadataList,
                _ => null,
            };
            if (contentType is not null && form is { } found)
                return new Negotiated(found, contentType, $"{media["g"]}/{media["v"]}");
        }
        throw NotAcceptable($"only the following media types are accepted: {Produced}");
    }
}
