using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>What a sandbox answers beside the Kubernetes API, under <c>/sandbox</c>.</summary>
internal sealed class AdminEndpoint(RequestLog log)
{
    /// <summary>The path of the request log: GET reads it, DELETE empties it.</summary>
    public const string RequestsPath = "/sandbox/requests";

    /// <summary>Answers a request below <c>/sandbox</c>.</summary>
    public async Task AnswerAsync(HttpContext http, string[] segments)
    {
        switch (http.Request.Method, segments)
        {
            case ("GET", ["sandbox", "requests"]):
                await Answer.JsonAsync(http, HttpStatusCode.OK, JsonSerializer.SerializeToUtf8Bytes(log.Records, RequestLog.Format));
                break;
            case ("DELETE", ["sandbox", "requests"]):
                log.Clear();
                await Answer.TextAsync(http, HttpStatusCode.OK, "ok");
                break;
            default:
                throw new StatusException(HttpStatusCode.NotFound, "NotFound", "the sandbox has no such page; it has " + RequestsPath);
        }
    }
}
