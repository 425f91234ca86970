namespace Cake.Istio.Sandbox.Endpoints;

/// <content>GET of one object.</content>
internal sealed partial class ResourceEndpoint
{
    private async Task GetAsync(ApiCall call)
    {
        ListOptions.CheckNotAhead(long.TryParse(call.Query("resourceVersion"), CultureInfo.InvariantCulture, out var version) ? version : null, store.ResourceVersion);
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        await AnswerAsync(call, HttpStatusCode.OK, Stored(call), form);
    }

    private Task AnswerAsync(ApiCall call, HttpStatusCode code, StoredObject stored, Negotiated form) =>
        Answer.JsonAsync(call.Http, code, new ObjectPresenter(call, form, time).One(stored), form.ContentType);
}
