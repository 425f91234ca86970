using System.Text.Json.Nodes;

namespace Cake.Istio.Verification.Checks;

/// <summary>The mesh's namespace exists and is Active.</summary>
internal static class NamespaceCheck
{
    public static Finding Run(MeshSnapshot mesh)
    {
        var name = mesh.Settings.Namespace;
        var live = mesh.Live.Find(new("", "Namespace", null, name));
        return (string?)live?["status"]?["phase"] switch
        {
            "Active" => Finding.Passed("namespace-active", $"Namespace {name} is Active"),
            null => Finding.Failed("namespace-active", $"Namespace {name} was not found", "Run --target=InstallMesh"),
            { } phase => Finding.Failed("namespace-active", $"Namespace {name} is {phase}", $"kubectl describe namespace {name}", Conditions(live!)),
        };
    }

    private static IEnumerable<string> Conditions(JsonObject live) =>
        (live["status"]?["conditions"] as JsonArray ?? []).Select(c => $"{c!["type"]}={c["status"]}: {c["message"]}");
}
