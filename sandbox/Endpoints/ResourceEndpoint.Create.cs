using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.FieldOwnership;
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
            if (server.HasServerSideApply)
                FieldManager.Update(new Ownership(call.Resource.Schema, null, time.GetUtcNow()), EmptyObject.Of(call.Resource.Schema), value, request.Manager);
            await reviews.AnswerAsync(call, value);
            return false;
        }
        var result = await registry.CreateAsync(request, value, call.Cancelled);
        if (result.Persisted && call.Resource.Key == Resources.Namespaces)
            await FurnishAsync(result.Object.Name, call.Cancelled);
        Answer.Warn(call.Http, warnings);
        await AnswerAsync(call, result, form);
        return result.Persisted;
    }

    // What every namespace is given is there before a client's next request; on a busy machine it would now and then come later. The service account comes last.
    private async Task FurnishAsync(string name, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < 100 && !store.Table(Resources.ServiceAccounts).Range(name).Any(); tries++)
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
    }

    private Task AnswerAsync(ApiCall call, WriteResult result, Negotiated form) =>
        AnswerAsync(call, result.Outcome == WriteOutcome.Created ? HttpStatusCode.Created : HttpStatusCode.OK, result.Object, form);
}
