using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cake.Istio.Cluster.Kubectl;

namespace Cake.Istio.Tests.Kubectl;

/// <summary>A kubectl whose answers a test writes.</summary>
internal sealed class FakeKubectl(Func<IReadOnlyList<JsonObject>, string?> refuses, string? version = "v1.32.4") : IKubectl
{
    public ConcurrentQueue<(KubectlApply Command, IReadOnlyList<JsonObject> Objects)> Runs { get; } = new();

    /// <summary>How many objects each run had.</summary>
    public IEnumerable<int> Sizes => Runs.Select(run => run.Objects.Count);

    /// <summary>Looks at the manifest while kubectl runs.</summary>
    public Func<string, UnixFileMode>? Looks { get; init; }

    public UnixFileMode? Seen { get; private set; }

    public Task<KubectlOutput?> VersionAsync(CancellationToken cancellationToken) =>
        Task.FromResult(version is null ? null : new KubectlOutput(0, $$"""{"clientVersion": {"gitVersion": "{{version}}"} }""", []));

    public Task<KubectlOutput> ApplyAsync(KubectlApply command, CancellationToken cancellationToken)
    {
        var objects = File.ReadLines(command.Manifest).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Seen = Looks?.Invoke(command.Manifest);
        Runs.Enqueue((command, objects));
        return Task.FromResult(refuses(objects) is { } error ? new KubectlOutput(1, "", error.Split('\n')) : new KubectlOutput(0, Print(objects), []));
    }

    private static string Print(IReadOnlyList<JsonObject> objects) => objects.Count == 1
        ? objects[0].ToJsonString()
        : new JsonObject { ["kind"] = "List", ["items"] = new JsonArray([.. objects.Reverse()]) }.ToJsonString();
}
