using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Tests.Cluster;

/// <summary>A scripted server, a kubeconfig for it in a folder of its own, and a connection through it.</summary>
internal sealed class ClusterFixture : IAsyncDisposable
{
    private ClusterFixture(ScriptedServer server, DirectoryInfo folder, FakeTimeProvider? time)
    {
        (Server, Folder, Time) = (server, folder, time);
        Deadline = new(TimeSpan.FromMinutes(1), time ?? TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>The clock, where the test moves it.</summary>
    public FakeTimeProvider? Time { get; }

    public ScriptedServer Server { get; }

    public DirectoryInfo Folder { get; }

    public FakeLog Log { get; } = new();

    public RunDeadline Deadline { get; }

    public ClusterConnection Connection { get; private set; } = null!;

    public string Retries => string.Join('\n', Log.Lines.Select(line => line.Text).Where(text => text.Contains("; retry ", StringComparison.Ordinal)));

    public static async Task<ClusterFixture> StartAsync(Func<HttpContext, Task> answer, FakeTimeProvider? time = null)
    {
        var server = await ScriptedServer.StartAsync(answer);
        var fixture = new ClusterFixture(server, Directory.CreateTempSubdirectory("mesh-cluster-"), time);
        var kubeconfig = Path.Combine(fixture.Folder.FullName, "config");
        await File.WriteAllTextAsync(kubeconfig, KubeconfigText.For(server.Url, server.Authority, "ctx"));
        fixture.Connection = await ClusterConnector.ConnectAsync(
            new MeshSettings { Kubeconfig = kubeconfig }, ClusterAccess.Write, fixture.Log, new FakeEnvironment(fixture.Folder.FullName), fixture.Deadline);
        return fixture;
    }

    /// <summary>Answers the requests in turn; the last answer also to every later one.</summary>
    public static Task<ClusterFixture> StartAsync(params (int Code, string Body)[] answers)
    {
        var next = -1;
        return StartAsync(context =>
        {
            var (code, body) = answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)];
            return context.AnswerAsync(code, body);
        });
    }

    public async ValueTask DisposeAsync()
    {
        Connection?.Dispose();
        Deadline.Dispose();
        await Server.DisposeAsync();
        Folder.Delete(recursive: true);
    }

    public static readonly ApiResource ConfigMaps = new("", "v1", "ConfigMap", "configmaps", true, ["get", "list", "watch", "patch"]);

    public static string Status(int code, string reason, string message, JsonObject? details = null) => new JsonObject
    {
        ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["code"] = code, ["reason"] = reason, ["message"] = message, ["details"] = details,
    }.ToJsonString();
}

internal static class HttpContextAnswers
{
    public static Task AnswerAsync(this HttpContext context, int code, string body)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}
