using System.Text.Json.Nodes;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.Images;

/// <summary>Adds pull secrets to an object.</summary>
internal static class PullSecrets
{
    private const string Field = "imagePullSecrets";

    /// <summary>Adds them where the object has pods, is a service account, or tells the sidecar injector what to do.</summary>
    internal static void Add(JsonObject json, IReadOnlyList<string> names)
    {
        if (PodTemplate.Of(json).Object("spec") is { } pod)
            AddTo(pod, names);
        if (json.Text("kind") == "ServiceAccount" && json.Text("apiVersion") == "v1")
            AddTo(json, names);
        InjectorImages.AddPullSecrets(json, names);
    }

    private static void AddTo(JsonObject owner, IReadOnlyList<string> names)
    {
        var present = owner.Objects(Field).Select(static secret => secret.Text("name")).ToHashSet(StringComparer.Ordinal);
        var secrets = owner[Field] as JsonArray;
        if (secrets is null)
            owner[Field] = secrets = [];
        foreach (var name in names.Where(name => !present.Contains(name)))
            secrets.Add(new JsonObject { ["name"] = name });
    }
}
