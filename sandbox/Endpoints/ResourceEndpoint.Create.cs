using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>POST.</content>
internal sealed partial class ResourceEndpoint
{
    private async Task<bool> CreateAsync(ApiCall call)
    {
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        var warnings = new List<string>();
        var request = Write(call, warnings);
        var value = await ObjectDecoder.ReadAsync(call, request);
        if (ReviewEndpoint.Answers(call.Resource.Group))
        {
            await reviews.AnswerAsync(call, value);
            return false;
        }
        var result = await registry.CreateAsync(request, value, call.Cancelled);
        Answer.Warn(call.Http, warnings);
        await AnswerAsync(call, result, form);
        return result.Persisted;
    }

    private Task AnswerAsync(ApiCall call, WriteResult result, Negotiated form) =>
        AnswerAsync(call, result.Outcome == WriteOutcome.Created ? HttpStatusCode.Created : HttpStatusCode.OK, result.Object, form);
}
