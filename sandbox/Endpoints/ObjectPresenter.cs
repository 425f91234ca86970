using Cake.Istio.Sandbox.Conversion;
using Cake.Istio.Sandbox.Json;
using Cake.Istio.Sandbox.Registry;
using Cake.Istio.Sandbox.Tables;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Gives objects the form and the version that a client asked for.</summary>
internal sealed class ObjectPresenter(ApiCall call, Negotiated form, TimeProvider time)
{
    private readonly TablePrinter? _printer = form.Form != AnswerForm.Table ? null
        : call.Path.Subresource == "scale" ? ObjectTable.Scale : ObjectTable.Printer(call.Resource);
    private readonly string? _include = call.Query("includeObject") is null or "None" or "Metadata" or "Object"
        ? call.Query("includeObject")
        : throw StatusException.BadRequest($"unrecognized includeObject value: \"{call.Query("includeObject")}\"");
    private bool _columnsTold;

    /// <summary>Whether an object goes out as it is stored.</summary>
    public bool IsAsStored(StoredObject stored) => form.Form == AnswerForm.Object && stored.ApiVersion == call.Resource.ApiVersion && !IsScale;

    private bool IsScale => call.Path.Subresource == "scale";

    /// <summary>One object as an answer or as part of a watch's event.</summary>
    public ReadOnlyMemory<byte> One(StoredObject stored)
    {
        if (IsAsStored(stored))
            return stored.Json;
        if (form.Form == AnswerForm.MetadataList)
            throw Negotiated.NotAcceptable($"you requested PartialObjectMetadataList, but the requested object is not a list ({GoName(call.Resource.Kind)})");
        if (_printer is null)
            return JsonBytes.Of(form.Form == AnswerForm.Metadata ? ObjectTable.PartialMetadata(form.ApiVersion, stored.Read()) : Read(stored));
        var metadata = new JsonObject { ["resourceVersion"] = stored.ResourceVersion.ToString(CultureInfo.InvariantCulture) };
        var table = ObjectTable.Empty(_printer, form.ApiVersion, metadata, !_columnsTold);
        _columnsTold = true;
        table["rows"]!.AsArray().Add(ObjectTable.Row(_printer, form.ApiVersion, IsScale ? Read(stored) : stored.Read(), _include, time.GetUtcNow()));
        return JsonBytes.Of(table);
    }

    /// <summary>A list as an answer.</summary>
    public ReadOnlyMemory<byte> List(ListPage page)
    {
        if (form.Form == AnswerForm.Metadata)
            throw Negotiated.NotAcceptable($"you requested PartialObjectMetadata, but the requested object is a list ({GoName(call.Resource.ListKind)})");
        var metadata = new JsonObject { ["resourceVersion"] = page.Version.ToString(CultureInfo.InvariantCulture) };
        if (page.Continue is not null)
            metadata["continue"] = page.Continue;
        if (page.Remaining is not null)
            metadata["remainingItemCount"] = page.Remaining;
        if (_printer is not null)
        {
            var (table, now) = (ObjectTable.Empty(_printer, form.ApiVersion, metadata), time.GetUtcNow());
            var rows = table["rows"]!.AsArray();
            foreach (var item in page.Items)
                rows.Add(ObjectTable.Row(_printer, form.ApiVersion, item.Read(), _include, now));
            return JsonBytes.Of(table);
        }
        var partial = form.Form == AnswerForm.MetadataList;
        return JsonBytes.Of(new JsonObject
        {
            ["kind"] = partial ? "PartialObjectMetadataList" : call.Resource.ListKind,
            ["apiVersion"] = partial ? form.ApiVersion : call.Resource.ApiVersion,
            ["metadata"] = metadata,
            ["items"] = new JsonArray([.. page.Items.Select(item => partial ? ObjectTable.PartialMetadata(form.ApiVersion, Read(item)) : Read(item))]),
        });
    }

    // The internal type of a kind, as %T prints it.
    private string GoName(string kind) => call.Resource.Custom is null
        ? $"*{(call.Resource.Group.Length == 0 ? "core" : call.Resource.Group.Split('.')[0])}.{kind}"
        : $"*unstructured.Unstructured{(kind == call.Resource.ListKind ? "List" : "")}";

    private JsonObject Read(StoredObject stored) => IsScale
        ? ScaleView.Read(call.Resource, stored.Read())
        : VersionConversion.FromStorage(call.Resource, stored.Read());
}
