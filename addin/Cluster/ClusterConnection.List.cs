using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>Lists objects, following pages.</summary>
    /// <param name="resource">Their kind.</param>
    /// <param name="ns">Their namespace, or null for all of them and for cluster-scoped objects.</param>
    /// <param name="options">Narrows the list, or null.</param>
    /// <param name="cancel">Ends the requests.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<ObjectList> ListAsync(ApiResource resource, string? ns, ListOptions? options, CancellationToken cancel)
    {
        var (items, resourceVersion) = await SelectAsync(resource, ns, options, item => item, cancel);
        return new(items, resourceVersion);
    }

    /// <summary>Lists objects and keeps of each only what is asked for, so that a kind with very many of them takes little memory.</summary>
    /// <param name="resource">Their kind.</param>
    /// <param name="ns">Their namespace, or null for all of them and for cluster-scoped objects.</param>
    /// <param name="options">Narrows the list, or null.</param>
    /// <param name="select">What to keep.</param>
    /// <param name="cancel">Ends the requests.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    internal async Task<(IReadOnlyList<T> Items, string ResourceVersion)> SelectAsync<T>(
        ApiResource resource, string? ns, ListOptions? options, Func<JsonObject, T> select, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(resource);
        options ??= new();
        try
        {
            return await SelectPagesAsync(resource, ns, options, options.PageSize, select, cancel);
        }
        catch (ApiException refusal) when (refusal.Status.IsExpired)
        {
            // The pages took longer than the server keeps that version (5 minutes); in one piece it cannot expire.
            return await SelectPagesAsync(resource, ns, options, null, select, cancel);
        }
    }

    /// <summary>Lists objects of a kind that may have gone since discovery was asked; then there are none.</summary>
    /// <param name="resource">Their kind.</param>
    /// <param name="ns">Their namespace, or null for all of them and for cluster-scoped objects.</param>
    /// <param name="options">Narrows the list, or null.</param>
    /// <param name="cancel">Ends the requests.</param>
    internal async Task<IReadOnlyList<JsonObject>> ListIfServedAsync(ApiResource resource, string? ns, ListOptions? options, CancellationToken cancel)
    {
        try
        {
            return (await ListAsync(resource, ns, options, cancel)).Items;
        }
        catch (ApiException refusal) when (refusal.Status.Code is 404 or 405)
        {
            return [];
        }
    }

    private async Task<(IReadOnlyList<T> Items, string ResourceVersion)> SelectPagesAsync<T>(
        ApiResource resource, string? ns, ListOptions options, int? pageSize, Func<JsonObject, T> select, CancellationToken cancel)
    {
        var items = new List<T>();
        string? next = null;
        while (true)
        {
            var path = QueryString.Of(
                resource.CollectionPath(ns),
                ("labelSelector", options.LabelSelector),
                ("fieldSelector", options.FieldSelector),
                ("limit", pageSize?.ToString()),
                ("continue", next));
            var page = await SendAsync(new(HttpMethod.Get, path), cancel);
            items.AddRange(Take(page, resource).Select(select));
            next = (string?)page["metadata"]?["continue"];
            if (string.IsNullOrEmpty(next))
                return (items, (string?)page["metadata"]?["resourceVersion"] ?? "");
        }
    }

    private static List<JsonObject> Take(JsonObject page, ApiResource resource)
    {
        if (page["items"] is not JsonArray array)
            return [];
        var items = array.OfType<JsonObject>().ToList();
        array.Clear();
        foreach (var item in items)
        {
            item["apiVersion"] ??= resource.ApiVersion;
            item["kind"] ??= resource.Kind;
        }

        return items;
    }
}
