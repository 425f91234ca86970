using System.Buffers;
using System.Collections.Immutable;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>LIST.</content>
internal sealed partial class ResourceEndpoint
{
    private readonly ListPages _pages = new();

    private async Task ListAsync(ApiCall call)
    {
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        await AnswerListAsync(call, Page(call, ListOptions.From(call)), form);
    }

    private async Task AnswerListAsync(ApiCall call, ListPage page, Negotiated form)
    {
        var presenter = new ObjectPresenter(call, form, time);
        if (form.Form != AnswerForm.Object || !page.Items.All(presenter.IsAsStored))
        {
            await Answer.JsonAsync(call.Http, HttpStatusCode.OK, presenter.List(page), form.ContentType);
            return;
        }
        var body = new ArrayBufferWriter<byte>(page.Items.Sum(item => item.Json.Length) + 256);
        WriteList(body, call.Resource, page);
        await Answer.JsonAsync(call.Http, HttpStatusCode.OK, body.WrittenMemory, form.ContentType);
    }

    private ListPage Page(ApiCall call, ListOptions options)
    {
        var version = store.ResourceVersion;
        ImmutableSortedSet<StoredObject> objects;
        (string?, string)? after = null;
        if (options.Continue is { } token)
        {
            var position = ListPages.Read(token);
            (version, after) = (position.Version, (position.Namespace, position.Name));
            objects = _pages.Snapshot(call.Resource.Key, version);
        }
        else
        {
            ListOptions.CheckNotAhead(options.ResourceVersion, version);
            objects = store.Table(call.Resource.Key).Objects;
            if (options.Exact is { } exact)
                (version, objects) = (exact, store.At(call.Resource.Key, exact));
        }
        var items = new List<StoredObject>();
        using var rest = ResourceTable.Range(objects, call.Path.Namespace, after).Where(options.Matches).GetEnumerator();
        while (rest.MoveNext())
        {
            // What the watch cache answers from, it answers whole.
            if (options.Limit == 0 || (options is { ResourceVersion: 0, Continue: null }) || items.Count < options.Limit)
            {
                items.Add(rest.Current);
                continue;
            }
            var remaining = 1;
            while (options.IsEverything && rest.MoveNext())
                remaining++;
            return new ListPage(version, items, _pages.Continue(call.Resource.Key, version, objects, items[^1]), options.IsEverything ? remaining : null);
        }
        return new ListPage(version, items, null, null);
    }

    private static void WriteList(ArrayBufferWriter<byte> body, ResourceDefinition resource, ListPage page)
    {
        body.Write(Utf8($"{{\"kind\":\"{resource.ListKind}\",\"apiVersion\":\"{resource.ApiVersion}\",\"metadata\":{{\"resourceVersion\":\"{page.Version}\""));
        if (page.Continue is not null)
            body.Write(Utf8($",\"continue\":\"{page.Continue}\""));
        if (page.Remaining is not null)
            body.Write(Utf8($",\"remainingItemCount\":{page.Remaining}"));
        body.Write("},\"items\":["u8);
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index > 0)
                body.Write(","u8);
            WriteItem(body, resource, page.Items[index]);
        }
        body.Write("]}"u8);
    }

    private static byte[] Utf8(FormattableString text) => Encoding.UTF8.GetBytes(FormattableString.Invariant(text));

    // A built-in list does not repeat the kind of its items.
    private static void WriteItem(ArrayBufferWriter<byte> body, ResourceDefinition resource, StoredObject item)
    {
        if (resource.Custom is not null)
        {
            body.Write(item.Json.Span);
            return;
        }
        body.Write("{"u8);
        body.Write(item.Json.Span[item.ContentStart..]);
    }
}
