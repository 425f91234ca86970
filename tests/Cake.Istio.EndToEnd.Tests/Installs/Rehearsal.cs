using System.Text.Json.Nodes;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>The host as a process, in a folder of its own, on the sandbox that keeps its state there.</summary>
internal sealed class Rehearsal : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    /// <summary>The requests that the sandbox answered since it was started last.</summary>
    public IReadOnlyList<JsonObject> Requests => File.Exists(RequestLog) ? [.. Lines().Select(line => JsonNode.Parse(line)!.AsObject())] : [];

    /// <summary>How many of them changed something.</summary>
    public int Persisted => Requests.Count(request => (bool)request["persisted"]!);

    private string RequestLog => Path.Combine(Folder, ".mesh", "sandbox", "requests.jsonl");

    public Task<ProcessResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string?>(), arguments);

    public Task<ProcessResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        TestProcess.RunDotnetAsync(TestPaths.Host, Arguments(arguments), Folder, environment);

    public TestProcess Start(params string[] arguments) =>
        TestProcess.Start("dotnet", [TestPaths.Host, .. Arguments(arguments)], Folder);

    /// <summary>Deletes everything that a client keeps, and leaves the sandbox's own state.</summary>
    public void DeleteClientState()
    {
        foreach (var folder in new[] { "cache", "artifacts", Path.Combine(".mesh", "sample") }.Select(name => Path.Combine(Folder, name)).Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Arguments(string[] arguments) =>
        ["--cluster=sandbox", $"--cache={Path.Combine(Folder, "cache")}", "--timeout=3m", "--verbosity=normal", .. arguments];

    // The log may be in the middle of a line while a run is killed.
    private IEnumerable<string> Lines()
    {
        using var stream = new FileStream(RequestLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        foreach (var line in reader.ReadToEnd().Split('\n').Where(line => line.EndsWith('}')))
            yield return line;
    }
}
