using System.Runtime.CompilerServices;
using Cake.Istio.Sandbox.Discovery;
using Cake.Istio.Sandbox.Json;
using Cake.Istio.Sandbox.OpenApi;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Answers <c>/openapi/v2</c>, as JSON or protobuf, and <c>/openapi/v3</c>. Documents are made when asked for and kept while the resources stay the same.</summary>
internal sealed class OpenApiEndpoint(ResourceCatalog catalog, ServerVersion server)
{
    private readonly ConditionalWeakTable<IReadOnlyList<ResourceDefinition>, Dictionary<string, byte[]>> _documents = [];

    /// <summary>Answers a request below <c>/openapi</c>.</summary>
    public Task AnswerAsync(HttpContext http, string[] segments)
    {
        var all = catalog.All;
        if (segments is ["openapi", "v2"] && MediaType.ParseList(http.Request.Headers.Accept.ToString()).FirstOrDefault()?.Name == GnosticDocument.MediaType)
            return Answer.JsonAsync(http, HttpStatusCode.OK, Document(all, GnosticDocument.MediaType), GnosticDocument.MediaType.Replace('@', '.'));
        var document = segments is ["openapi", "v2"] || (server.HasOpenApi3 && segments is ["openapi", "v3", ..]) ? Document(all, string.Join('/', segments[1..])) : null;
        if (document is null)
            return Answer.PageNotFoundAsync(http);
        Negotiated.From(http.Request.Headers.Accept.ToString());
        return Answer.JsonAsync(http, HttpStatusCode.OK, document);
    }

    private byte[]? Document(IReadOnlyList<ResourceDefinition> all, string path)
    {
        var documents = _documents.GetOrCreateValue(all);
        lock (documents)
        {
            if (documents.TryGetValue(path, out var known))
                return known;
            var made = path switch
            {
                GnosticDocument.MediaType => GnosticDocument.Encode(OpenApiDocuments.Swagger(all, server)),
                "v2" => JsonBytes.Of(OpenApiDocuments.Swagger(all, server)),
                // The hash changes whenever a document may have changed: each set of resources is an object of its own.
                "v3" => JsonBytes.Of(OpenApiDocuments.Index(all, $"{RuntimeHelpers.GetHashCode(all):X8}")),
                _ => OpenApiDocuments.Version(path[3..], all, server) is { } document ? JsonBytes.Of(document) : null,
            };
            return made is null ? null : documents[path] = made;
        }
    }
}
