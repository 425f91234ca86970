using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Tests.Cluster;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(401, "Unauthorized", "Unauthorized", ErrorCode.NotAuthenticated, "credentials of user u of context ctx: Unauthorized")]
    [InlineData(403, "Forbidden", "pods is forbidden: User \"jane\" cannot list resource \"pods\"", ErrorCode.NotPermitted, "User \"jane\" cannot list resource \"pods\"")]
    [InlineData(404, "NotFound", "the server could not find the requested resource", ErrorCode.NotFound, "404 NotFound")]
    [InlineData(409, "Conflict", "Apply failed with 1 conflict", ErrorCode.Conflict, "Apply failed with 1 conflict")]
    [InlineData(400, "BadRequest", "strict decoding error: unknown field \"spec.x\"", ErrorCode.ObjectRefused, "unknown field \"spec.x\"")]
    [InlineData(422, "Invalid", "is invalid", ErrorCode.ObjectRefused, "422 Invalid")]
    public async Task A_refusal_becomes_one_clear_error_without_another_try(int code, string reason, string message, string expected, string text)
    {
        await using var cluster = await ClusterFixture.StartAsync((code, ClusterFixture.Status(code, reason, message)));

        var error = await Assert.ThrowsAsync<MeshException>(
            () => cluster.Deadline.RunAsync(token => cluster.Connection.ListAsync(ClusterFixture.ConfigMaps, "ns", null, token)));

        Assert.Equal(expected, error.Code);
        Assert.Contains(text, error.Text, StringComparison.Ordinal);
        Assert.Single(cluster.Server.Requests);
        Assert.DoesNotContain("secret-token", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><h1>no such page</h1></html>", true, ErrorCode.AnswerNotUnderstood)]
    [InlineData("404 page not found\n", true, ErrorCode.AnswerNotUnderstood)]
    [InlineData("<html><h1>no such page</h1></html>", false, ErrorCode.AnswerNotUnderstood)]
    [InlineData("404 page not found\n", false, ErrorCode.NotFound)]
    public async Task A_404_that_no_API_server_gives_means_that_there_is_none(string body, bool isVersion, string expected)
    {
        await using var cluster = await ClusterFixture.StartAsync((404, body));

        var error = await Assert.ThrowsAsync<MeshException>(() => cluster.Deadline.RunAsync(async token => isVersion
            ? (object)await cluster.Connection.VersionAsync(token)
            : await cluster.Connection.ListAsync(ClusterFixture.ConfigMaps, "ns", null, token)));

        Assert.Equal(expected, error.Code);
        Assert.Equal(expected == ErrorCode.AnswerNotUnderstood, error.Hint?.Contains("address", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task A_server_that_always_fails_is_given_up_within_seconds_before_it_has_served_anything()
    {
        await using var cluster = await ClusterFixture.StartAsync((500, ClusterFixture.Status(500, "InternalError", "boom")));

        var refusal = await Assert.ThrowsAsync<ApiException>(() => cluster.Connection.VersionAsync(CancellationToken.None));

        var error = ClusterErrors.Translate(refusal);
        Assert.Equal(ErrorCode.ServerFailed, error.Code);
        Assert.Contains("GET /version (500 InternalError): boom", error.Text, StringComparison.Ordinal);
        Assert.InRange(cluster.Server.Requests.Count, 3, 20);
    }

    [Fact]
    public void Causes_are_told_unless_the_message_already_has_them()
    {
        var status = ApiStatus.Read(422, ClusterFixture.Status(422, "Invalid", "x is invalid: spec.a: Required value", new JsonObject
        {
            ["causes"] = new JsonArray(
                new JsonObject { ["reason"] = "FieldValueRequired", ["message"] = "Required value", ["field"] = "spec.a" },
                new JsonObject { ["reason"] = "FieldValueInvalid", ["message"] = "Invalid value: -1", ["field"] = "spec.b" }),
        }), null);

        var error = ClusterErrors.Translate(new(status, "PATCH /x", new(new("https://x"), "c", "c", null)));

        Assert.Contains("spec.b: Invalid value: -1", error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n    spec.a", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_that_is_no_status_is_quoted_in_short()
    {
        var status = ApiStatus.Read(502, $"<html>\n{new string('x', 1000)}</html>", TimeSpan.FromSeconds(2));

        Assert.Equal(502, status.Code);
        Assert.InRange(status.Message.Length, 300, 301);
        Assert.Equal(TimeSpan.FromSeconds(2), status.RetryAfter);
        Assert.Equal("the server answered 502 without a body", ApiStatus.Read(502, "", null).Message);
    }

    [Fact]
    public async Task Server_warnings_are_logged_once()
    {
        await using var cluster = await ClusterFixture.StartAsync(context =>
        {
            context.Response.Headers.Append("Warning", "299 - \"policy/v1beta1 is deprecated\"");
            return context.AnswerAsync(200, "{}");
        });

        await cluster.Connection.VersionAsync(CancellationToken.None);
        await cluster.Connection.VersionAsync(CancellationToken.None);

        Assert.Single(cluster.Log.Lines, line => line.Text == "The API server warns: policy/v1beta1 is deprecated");
    }
}
