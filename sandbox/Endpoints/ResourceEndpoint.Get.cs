using System.Net;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Server;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>GET of one object.</content>
internal sealed partial class ResourceEndpoint
{
    private async Task GetAsync(ApiCall call)
    {
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        var stored = store.Table(call.Resource.Key).Find(call.Path.Namespace, call.Path.Name!)
            ?? throw StatusException.NotFound(call.Resource.Key, call.Path.Name!);
        await AnswerAsync(call, HttpStatusCode.OK, stored, form);
    }

    private Task AnswerAsync(ApiCall call, HttpStatusCode code, StoredObject stored, Negotiated form) =>
        Answer.JsonAsync(call.Http, code, new ObjectPresenter(call, form, time).One(stored), form.ContentType);
}
