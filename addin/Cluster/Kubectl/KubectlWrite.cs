using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster.Kubectl;

/// <summary>An object that waits to be applied, and what becomes of it.</summary>
/// <param name="Body">The object.</param>
/// <param name="Options">How it is applied; what shares them can share a kubectl.</param>
internal sealed record KubectlWrite(JsonObject Body, ApplyOptions Options)
{
    private readonly TaskCompletionSource<JsonObject> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The object afterwards.</summary>
    public Task<JsonObject> Result => _result.Task;

    /// <summary>It was applied.</summary>
    public void Finish(JsonObject applied) => _result.SetResult(applied);

    /// <summary>It was not.</summary>
    public void Fail(Exception failure) => _result.SetException(failure);

    /// <summary>Whether kubectl's answer is about this object.</summary>
    public bool IsIn(JsonObject answer) =>
        Text(answer, "apiVersion") == Text(Body, "apiVersion") && Text(answer, "kind") == Text(Body, "kind")
        && Name(answer, "name") == Name(Body, "name") && Name(answer, "namespace") == Name(Body, "namespace");

    /// <summary>Gives <c>Deployment istio-system/istiod</c>.</summary>
    public override string ToString() => $"{Text(Body, "kind")} {(Name(Body, "namespace") is { } ns ? $"{ns}/" : "")}{Name(Body, "name")}";

    private static string? Text(JsonObject body, string field) => (string?)body[field];

    private static string? Name(JsonObject body, string field) => (string?)body["metadata"]?[field];
}
