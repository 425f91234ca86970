using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Resources;

/// <summary>The built-in kinds, read from the table that tests/tools/generate-served-resources.cs makes of a real server's discovery.</summary>
internal static class BuiltInResources
{
    private static readonly string[] AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>The resources, in discovery's order.</summary>
    public static IReadOnlyList<ResourceDefinition> Read()
    {
        using var table = typeof(BuiltInResources).Assembly.GetManifestResourceStream("served-resources.txt")
            ?? throw new InvalidOperationException("served-resources.txt is not embedded.");
        using var reader = new StreamReader(table);
        var resources = new List<ResourceDefinition>();
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            var slash = words[2].IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
                resources.Add(Resource(words));
            else
                resources[^1] = resources[^1] with { Subresources = [.. resources[^1].Subresources, Subresource(words[2][(slash + 1)..], words[3], words[4])] };
        }
        return resources;
    }

    private static ResourceDefinition Resource(string[] words)
    {
        var group = words[0] == "-" ? "" : words[0];
        // Two groups serve the same events, and both versions of an autoscaler are one object.
        var storage = words[2] == "events" ? "" : group;
        var version = group == "autoscaling" ? "v2" : words[1];
        return new ResourceDefinition
        {
            Key = new ResourceKey(storage, words[2]),
            Group = group,
            Version = words[1],
            Plural = words[2],
            Singular = words[3],
            Kind = words[4],
            ListKind = words[4] + "List",
            Namespaced = words[5] == "namespaced",
            Verbs = Verbs(words[6]),
            ShortNames = Words(words[7]),
            Categories = Words(words[8]),
            StorageApiVersion = storage.Length == 0 ? version : $"{storage}/{version}",
        };
    }

    private static SubresourceDefinition Subresource(string name, string kind, string verbs)
    {
        var parts = kind.Split('/');
        return parts.Length == 3
            ? new SubresourceDefinition(name, parts[0], parts[1], parts[2], Verbs(verbs))
            : new SubresourceDefinition(name, "", "", parts[^1], Verbs(verbs));
    }

    private static string[] Verbs(string text) => text == "all" ? AllVerbs : Words(text);

    private static string[] Words(string text) => text == "-" ? [] : text.Split(',');
}
