using System.Net;

namespace Cake.Istio.Sandbox.Tests.Server;

public sealed class AuthenticationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Basic YTpi")]
    public async Task Without_the_token_a_request_is_refused_as_unauthorized(string? authorization)
    {
        await using var client = await TestClient.StartAsync();
        var (status, body) = await client.SendAsync(HttpMethod.Get, "/api/v1/pods", change: request =>
        {
            request.Headers.Authorization = null;
            request.Headers.TryAddWithoutValidation("Authorization", authorization ?? "");
        });

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}""", body.ToJsonString());
    }

    [Fact]
    public async Task A_body_beyond_three_mebibytes_is_too_large()
    {
        await using var client = await TestClient.StartAsync();
        var (status, body) = await client.PostAsync("/api/v1/namespaces", new string(' ', (3 * 1024 * 1024) + 1));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("Request entity too large: limit is 3145728", (string?)body["message"]);
    }
}
