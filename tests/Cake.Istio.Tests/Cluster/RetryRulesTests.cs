using Cake.Istio.Cluster;

namespace Cake.Istio.Tests.Cluster;

public sealed class RetryRulesTests
{
    private static readonly ApiRequest Get = new(HttpMethod.Get, "/x");
    private static readonly ApiRequest Create = new(HttpMethod.Post, "/x");

    [Theory]
    [InlineData(400, "")]
    [InlineData(401, "")]
    [InlineData(403, "")]
    [InlineData(404, "")]
    [InlineData(409, "")]
    [InlineData(410, "")]
    [InlineData(422, "")]
    public void What_the_server_decided_is_not_tried_again(int code, string message)
    {
        Assert.Null(RetryRules.Budget(Get, Refusal(code, message), served: true));
        Assert.Null(RetryRules.Budget(Create, Refusal(code, message), served: true));
    }

    [Theory]
    [InlineData(429, "", 120)]
    [InlineData(502, "", 120)]
    [InlineData(503, "", 120)]
    [InlineData(504, "", 120)]
    [InlineData(500, "boom", 30)]
    [InlineData(500, "etcdserver: leader changed", 120)]
    [InlineData(500, "Internal error occurred: failed calling webhook \"x\": EOF", 3)]
    public void What_may_pass_is_tried_again(int code, string message, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryRules.Budget(Get, Refusal(code, message), served: true));

    [Theory]
    [InlineData(429, "", null, true)]
    [InlineData(503, "", 1, true)]
    [InlineData(503, "", null, false)]
    [InlineData(500, "boom", null, false)]
    [InlineData(500, "etcdserver: request timed out", null, false)]
    [InlineData(500, "failed calling webhook \"x\": EOF", null, true)]
    [InlineData(504, "", null, false)]
    public void A_create_is_repeated_only_when_it_surely_did_not_happen(int code, string message, int? retryAfter, bool repeated) =>
        Assert.Equal(repeated, RetryRules.Budget(Create, Refusal(code, message, retryAfter), served: true) is not null);

    [Theory]
    [InlineData(ConnectionFailureKind.Refused, true, true)]
    [InlineData(ConnectionFailureKind.UnknownHost, true, true)]
    [InlineData(ConnectionFailureKind.ConnectTimeout, true, true)]
    [InlineData(ConnectionFailureKind.Lost, true, false)]
    [InlineData(ConnectionFailureKind.NoAnswer, true, false)]
    [InlineData(ConnectionFailureKind.NotTrusted, false, false)]
    [InlineData(ConnectionFailureKind.NotTls, false, false)]
    internal void A_lost_connection_is_tried_again_a_create_only_if_it_never_arrived(ConnectionFailureKind kind, bool get, bool create)
    {
        Assert.Equal(get, RetryRules.Budget(Get, Lost(kind), served: true) is not null);
        Assert.Equal(create, RetryRules.Budget(Create, Lost(kind), served: true) is not null);
    }

    [Theory]
    [InlineData(ConnectionFailureKind.Refused, null)]
    [InlineData(ConnectionFailureKind.UnknownHost, null)]
    [InlineData(ConnectionFailureKind.ConnectTimeout, 8)]
    [InlineData(ConnectionFailureKind.Lost, 4)]
    internal void A_server_that_never_served_anything_fails_fast(ConnectionFailureKind kind, int? seconds) =>
        Assert.Equal(seconds, RetryRules.Budget(Get, Lost(kind), served: false)?.TotalSeconds);

    [Theory]
    [InlineData(429, 1, 120)]
    [InlineData(503, 30, 120)]
    [InlineData(429, null, 4)]
    public void A_server_that_says_when_to_come_back_is_heard_at_the_first_contact_too(int code, int? retryAfter, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryRules.Budget(Get, Refusal(code, "", retryAfter), served: false));

    [Fact]
    public void A_request_that_is_not_worth_more_is_given_up_earlier() => Assert.Equal(
        TimeSpan.FromSeconds(3), RetryRules.Budget(Get with { LongestRetry = TimeSpan.FromSeconds(3) }, Refusal(503, ""), served: true));

    [Fact]
    public void A_missing_kind_is_tried_again_where_its_crd_is_new() =>
        Assert.NotNull(RetryRules.Budget(Get with { KindIsNew = true }, Refusal(404, ""), served: true));

    private static ApiException Refusal(int code, string message, int? retryAfter = null) =>
        new(new(code, "", message, [], retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null), "x", new(new("https://x"), "c", "c", null));

    private static ConnectionFailure Lost(ConnectionFailureKind kind) => new(kind, "", new IOException());
}
