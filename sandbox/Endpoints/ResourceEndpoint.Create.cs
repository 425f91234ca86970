using System.Net;
using Cake.Istio.Sandbox.Registry;
using Cake.Istio.Sandbox.Server;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>POST.</content>
internal sealed partial class ResourceEndpoint
{
    private async Task<bool> CreateAsync(ApiCall call)
    {
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        var warnings = new List<string>();
        var request = call.ToWrite(warnings);
        var body = await RequestBody.ReadAsync(call.Http.Request, call.Cancelled);
        var duplicates = new List<string>();
        var value = ObjectDecoder.Decode(call, body, duplicates);
        var result = await registry.CreateAsync(request, value, call.Cancelled);
        Answer.Warn(call.Http, warnings);
        await AnswerAsync(call, result, form);
        return result.Persisted;
    }

    private Task AnswerAsync(ApiCall call, WriteResult result, Negotiated form) =>
        AnswerAsync(call, result.Outcome == WriteOutcome.Created ? HttpStatusCode.Created : HttpStatusCode.OK, result.Object, form);
}
