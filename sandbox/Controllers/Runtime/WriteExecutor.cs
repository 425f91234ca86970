namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>Does what a controller wants, under the controller's own name.</summary>
internal sealed class WriteExecutor(ClusterWriter writer, EventRecorder events, ControllerIdentity identity)
{
    /// <summary>Does all of it in order.</summary>
    /// <exception cref="StatusException">The first refusal; what follows it is not done.</exception>
    public async Task ApplyAsync(IEnumerable<Write> writes, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var write in writes)
        {
            switch (write)
            {
                case Write.Create create:
                    await writer.CreateAsync(create.Resource, create.Value, identity, cancellationToken);
                    break;
                case Write.Replace replace:
                    await ReplaceAsync(replace, versions, cancellationToken);
                    break;
                case Write.Delete delete:
                    await writer.DeleteAsync(delete.Resource, delete.Value, delete.Options, identity, cancellationToken);
                    break;
                case Write.Emit emit:
                    await events.RecordAsync(emit, identity, cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Creates an object.</summary>
    /// <returns>The object as stored.</returns>
    /// <exception cref="StatusException">It is refused.</exception>
    public Task<JsonObject> CreateAsync(ResourceKey resource, JsonObject value, CancellationToken cancellationToken) =>
        writer.CreateAsync(resource, value, identity, cancellationToken);

    // Several replacements of one object in a row are all computed from the version that was read; each but the first follows the one before it.
    private async Task ReplaceAsync(Write.Replace replace, Dictionary<string, string> versions, CancellationToken cancellationToken)
    {
        var read = replace.Value.Text("metadata", "resourceVersion") ?? "";
        var value = replace.Value;
        if (versions.TryGetValue(read, out var latest))
        {
            value = value.DeepClone().AsObject();
            value.Child("metadata")["resourceVersion"] = latest;
        }
        var written = await writer.ReplaceAsync(replace.Resource, value, replace.Subresource, identity, cancellationToken);
        versions[read] = written.Text("metadata", "resourceVersion") ?? "";
    }
}
