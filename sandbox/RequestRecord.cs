namespace Cake.Istio.Sandbox;

/// <summary>One request that the sandbox answered.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="DryRun">Whether the request asked for a dry run.</param>
/// <param name="Persisted">Whether it changed anything that is kept.</param>
/// <param name="UserAgent">The client's User-Agent; empty when it sent none.</param>
/// <param name="Time">When it was answered.</param>
public sealed record RequestRecord(string Method, string Path, int Status, bool DryRun, bool Persisted, string UserAgent, DateTimeOffset Time);
