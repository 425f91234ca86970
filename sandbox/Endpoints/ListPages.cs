using System.Collections.Immutable;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Keeps the snapshots that unfinished paged LISTs go on reading, so that all pages show one version.</summary>
internal sealed class ListPages
{
    private const int Kept = 64;
    private readonly Lock _lock = new();
    private readonly Queue<(ResourceKey Resource, long Version)> _order = new();
    private readonly Dictionary<(ResourceKey Resource, long Version), ImmutableSortedSet<StoredObject>> _snapshots = [];

    /// <summary>Where a continue token points to.</summary>
    /// <param name="Version">The version of the list.</param>
    /// <param name="Namespace">The namespace of the last object.</param>
    /// <param name="Name">The name of the last object.</param>
    internal sealed record Position(long Version, string? Namespace, string Name);

    /// <summary>A token for the page after an object.</summary>
    public string Continue(ResourceKey resource, long version, ImmutableSortedSet<StoredObject> objects, StoredObject last)
    {
        lock (_lock)
        {
            if (_snapshots.TryAdd((resource, version), objects))
                _order.Enqueue((resource, version));
            if (_order.Count > Kept)
                _snapshots.Remove(_order.Dequeue());
        }
        var token = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = version, ["ns"] = last.Namespace, ["start"] = last.Name };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(token.ToJsonString()));
    }

    /// <summary>Reads a token.</summary>
    /// <exception cref="StatusException">400 when it is none.</exception>
    public static Position Read(string token)
    {
        try
        {
            var json = JsonNode.Parse(Convert.FromBase64String(token));
            if (json.Number("rv") is { } version && json.Text("start") is { } start)
                return new Position(version, json.Text("ns"), start);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            // Refused below like any other text that is no token.
        }
        throw StatusException.BadRequest("invalid continue token: continue key is not valid: illegal base64 data or encoding");
    }

    /// <summary>The snapshot that a token's list was begun with.</summary>
    /// <exception cref="StatusException">410 when it is no longer kept.</exception>
    public ImmutableSortedSet<StoredObject> Snapshot(ResourceKey resource, long version)
    {
        lock (_lock)
            return _snapshots.TryGetValue((resource, version), out var objects) ? objects : throw new StatusException(
                HttpStatusCode.Gone, "Expired", "The provided continue parameter is too old to display a consistent list result. You can start a new list without "
                + "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided "
                + "token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and "
                + "now may show up in the list.");
    }
}
