using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>DELETE of an object and of a collection.</content>
internal sealed partial class ResourceEndpoint
{
    private async Task<bool> DeleteAsync(ApiCall call)
    {
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        var (options, dryRun) = await DeleteOptionsAsync(call);
        var warnings = new List<string>();
        var request = Write(call, warnings);
        var result = await registry.DeleteAsync(request with { DryRun = request.DryRun || dryRun }, options, call.Cancelled);
        Answer.Warn(call.Http, warnings);
        if (result.Outcome == WriteOutcome.Deleting || ReturnsObject(call.Resource))
            await AnswerAsync(call, HttpStatusCode.OK, result.Object, form);
        else
            await Answer.JsonAsync(call.Http, HttpStatusCode.OK, Success(call, result.Object));
        return result.Persisted;
    }

    private async Task<bool> DeleteCollectionAsync(ApiCall call)
    {
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        var (options, dryRun) = await DeleteOptionsAsync(call);
        var page = Page(call, ListOptions.From(call));
        var request = Write(call, []);
        var persisted = false;
        foreach (var item in page.Items)
        {
            try
            {
                var one = request with { Namespace = item.Namespace, Name = item.Name, DryRun = request.DryRun || dryRun };
                persisted |= (await registry.DeleteAsync(one, options, call.Cancelled)).Persisted;
            }
            catch (StatusException gone) when (gone.Code == HttpStatusCode.NotFound)
            {
                // Somebody else has deleted it meanwhile.
            }
        }
        await AnswerListAsync(call, page with { Version = store.ResourceVersion, Continue = null, Remaining = null }, form);
        return persisted;
    }

    private static async Task<(DeleteOptions Options, bool DryRun)> DeleteOptionsAsync(ApiCall call)
    {
        var body = await RequestBody.ReadAsync(call.Http.Request, call.Cancelled);
        var json = body.Length == 0 ? null : ObjectDecoder.ReadOptions(body);
        if (json.Text("kind") is { Length: > 0 } kind && kind != "DeleteOptions")
            throw StatusException.BadRequest("decoded object cannot be converted to DeleteOptions");
        var propagation = json.Text("propagationPolicy") ?? call.Query("propagationPolicy");
        WriteOptions.Check(call, json.Texts("dryRun"));
        WriteOptions.CheckPropagation(propagation, json.Flag("orphanDependents"));
        if (json.Flag("orphanDependents") is { } orphan)
            propagation ??= orphan ? "Orphan" : "Background";
        var options = new DeleteOptions
        {
            Uid = json.Text("preconditions", "uid"),
            ResourceVersion = json.Text("preconditions", "resourceVersion"),
            Propagation = propagation,
            GracePeriodSeconds = json.Number("gracePeriodSeconds") ?? call.QueryNumber("gracePeriodSeconds"),
        };
        return (options, json.Texts("dryRun").Contains("All"));
    }

    // As rest.Storage's ReturnDeletedObject: these answer with the object that is gone.
    private static bool ReturnsObject(ResourceDefinition resource) => resource is { Custom: null, Plural: "pods" or "serviceaccounts" or "services" or "persistentvolumeclaims"
        or "persistentvolumes" or "podtemplates" or "resourcequotas" or "csidrivers" or "csinodes"
        or "storageclasses" or "volumeattachments" };

    private static JsonObject Success(ApiCall call, StoredObject gone)
    {
        var details = new JsonObject { ["name"] = gone.Name };
        if (call.Resource.Group.Length > 0)
            details["group"] = call.Resource.Group;
        details["kind"] = call.Resource.Plural;
        details["uid"] = gone.Read().Uid();
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }
}
