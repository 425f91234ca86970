namespace Cake.Istio.Sandbox.Endpoints;

/// <content>PUT.</content>
internal sealed partial class ResourceEndpoint
{
    private async Task<bool> UpdateAsync(ApiCall call)
    {
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        var warnings = new List<string>();
        var request = Write(call, warnings);
        var value = await ObjectDecoder.ReadAsync(call, request);
        var result = request.Subresource == "scale"
            ? await ScaleAsync(call, request, value)
            : await registry.UpdateAsync(request, value, call.Cancelled);
        Answer.Warn(call.Http, warnings);
        await AnswerAsync(call, result, form);
        return result.Persisted;
    }
}
