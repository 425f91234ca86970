namespace Cake.Istio.Cluster;

/// <summary>Which failures are worth another try, and for how long.</summary>
internal static class RetryRules
{
    /// <summary>How long a server that has not served anything yet is tried.</summary>
    public static readonly TimeSpan FirstContact = TimeSpan.FromSeconds(4);

    /// <summary>How long a server that lets no connection come about is tried: once more than <see cref="ConnectionPool.ConnectTime"/> takes.</summary>
    public static readonly TimeSpan SlowContact = TimeSpan.FromSeconds(8);

    /// <summary>How long a failure without a known remedy is tried.</summary>
    public static readonly TimeSpan Unknown = TimeSpan.FromSeconds(30);

    /// <summary>How long a webhook that cannot be called is tried: as long as its pods take to change places. Who knows that it comes back waits longer.</summary>
    public static readonly TimeSpan Webhook = TimeSpan.FromSeconds(3);

    /// <summary>How long a failure that is known to pass is tried: an API server restarts, etcd elects.</summary>
    public static readonly TimeSpan Passing = TimeSpan.FromMinutes(2);

    /// <summary>The longest Retry-After that is honoured; API servers ask for 32 s at most.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(32);

    /// <summary>For how long the request may be tried again after this failure; null for not at all.</summary>
    /// <param name="request">The request.</param>
    /// <param name="failure">Why the last try failed.</param>
    /// <param name="served">Whether this server has served anything yet in this run.</param>
    public static TimeSpan? Budget(ApiRequest request, Exception failure, bool served)
    {
        var budget = failure switch
        {
            ConnectionFailure connection => Budget(request, connection, served),
            ApiException api => Budget(request, api.Status),
            _ => null,
        };
        if (budget is not { } longest)
            return null;
        if (!served && FirstContactWith(failure) is var contact && longest > contact)
            longest = contact;
        return longest < request.LongestRetry ? longest : request.LongestRetry;
    }

    private static TimeSpan FirstContactWith(Exception failure) => failure switch
    {
        // It is there, and says when to come back.
        ApiException { Status.RetryAfter: not null } => Passing,
        // The way to it may be slow at first: istio#55109.
        ConnectionFailure { Kind: ConnectionFailureKind.ConnectTimeout } => SlowContact,
        _ => FirstContact,
    };

    private static TimeSpan? Budget(ApiRequest request, ConnectionFailure failure, bool served) => failure.Kind switch
    {
        ConnectionFailureKind.ConnectTimeout => Passing,
        ConnectionFailureKind.NotTrusted or ConnectionFailureKind.NotTls => null,
        ConnectionFailureKind.Lost or ConnectionFailureKind.NoAnswer => request.Repeatable ? Passing : null,
        _ => served ? Passing : null,
    };

    private static TimeSpan? Budget(ApiRequest request, ApiStatus status) => status.Code switch
    {
        429 => Passing,
        503 when status.RetryAfter is not null || request.Repeatable => Passing,
        500 when WebhookFailure.Read(status) is not null => Webhook,
        500 when request.Repeatable => status.Message.Contains("etcdserver", StringComparison.Ordinal) ? Passing : Unknown,
        502 or 504 when request.Repeatable => Passing,
        404 when request.KindIsNew => Unknown,
        _ => null,
    };
}
