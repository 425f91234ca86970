using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Reporting;

namespace Cake.Istio.Cluster;

/// <summary>Turns what an API server refused into the error that leaves the addin.</summary>
public static class ClusterErrors
{
    /// <summary>The refusal as an error with a code, the server's words and causes, and a way out.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="subject">The object concerned, where known.</param>
    /// <param name="source">Where that object was written, where known.</param>
    public static MeshException Translate(ApiException refusal, ObjectRef? subject = null, SourceLocation? source = null)
    {
        var (code, hint) = refusal.Status.Code switch
        {
            _ when WebhookFailure.Read(refusal.Status) is { } failure => (ErrorCode.WebhookUnanswered, HintAbout(failure, refusal.Target)),
            401 => (ErrorCode.NotAuthenticated, "Log in again, or choose another context with --context."),
            403 => (ErrorCode.NotPermitted, "Ask the cluster's administrator for this permission, or choose a context with another user with --context."),
            404 when IsForeign(refusal) => (ErrorCode.AnswerNotUnderstood, "Check the server's address in the kubeconfig, and the proxy."),
            404 => (ErrorCode.NotFound, (string?)null),
            409 => (ErrorCode.Conflict, null),
            400 or 422 => (ErrorCode.ObjectRefused, null),
            429 => (ErrorCode.ServerOverloaded, "Try again later, or with a smaller --parallelism."),
            >= 500 => (ErrorCode.ServerFailed, $"Look at the API server's state with: {refusal.Target.Kubectl} get --raw '/readyz?verbose'"),
            < 400 => (ErrorCode.AnswerNotUnderstood, "Something between here and the API server answers in its place: check the server's address and the proxy."),
            _ => (ErrorCode.ObjectRefused, null),
        };
        return new(code, Text(refusal), hint, subject, source, refusal);
    }

    /// <summary>The way out where a webhook cannot be called and it is not known whose it is.</summary>
    internal static string HintAbout(WebhookFailure failure, ClusterTarget target) =>
        $"Bring back what answers for {failure.Backend}; or, if its owner is gone, delete the configuration that has webhook {failure.Webhook}: "
        + $"{target.Kubectl} get mutatingwebhookconfigurations,validatingwebhookconfigurations -o custom-columns=KIND:.kind,NAME:.metadata.name,WEBHOOKS:.webhooks[*].name";

    /// <summary>A request that got no answer, after every try.</summary>
    internal static MeshException Translate(ConnectionFailure failure, ClusterTarget target, bool served)
    {
        var server = target.Address;
        if (failure.Kind is ConnectionFailureKind.NotTrusted or ConnectionFailureKind.NotTls)
        {
            return new(
                ErrorCode.ServerNotTrusted,
                $"The API server {server} is not trusted: {failure.Message}.",
                $"Check server and certificate-authority of cluster {target.ClusterName} in the kubeconfig.",
                innerException: failure);
        }

        var by = Proxy(target);
        return served
            ? new(
                ErrorCode.ConnectionLost,
                $"The connection to the API server {server} did not come back{by}: {failure.Message}.",
                "Run the same command again when the server answers; it continues where this run ended.",
                innerException: failure)
            : new(
                ErrorCode.ServerUnreachable,
                $"The API server {server} cannot be reached{by}: {failure.Message}.",
                $"Is the cluster running, and is context {target.Context} the right one? Try: {target.Kubectl} version",
                innerException: failure);
    }

    // Every API server serves these paths, and answers in plain text only where a whole API group is unknown.
    private static bool IsForeign(ApiException refusal) => refusal.Status.Reason.Length == 0
        && (refusal.Request is "GET /version" or "GET /api" or "GET /apis" || refusal.Status.Message != "404 page not found");

    private static string Proxy(ClusterTarget target)
    {
        if (target.Proxy is { } own)
            return $" by the proxy {ShownUrl.Of(own)} of the kubeconfig";
        var proxy = new LoopbackBypass(HttpClient.DefaultProxy);
        return !proxy.IsBypassed(target.Server) && proxy.GetProxy(target.Server) is { } address ? $" by the proxy {ShownUrl.Of(address)} of the environment" : "";
    }

    private static string Text(ApiException refusal)
    {
        var status = refusal.Status;
        var who = $"user {refusal.Target.User ?? "none"} of context {refusal.Target.Context}";
        return status.Code switch
        {
            401 => $"The API server {refusal.Target.Address} does not accept the credentials of {who}: {status.Message}",
            404 when IsForeign(refusal) => $"What answers at {refusal.Target.Address} is no API server: {refusal.Request} gets 404 without a Status: {status.Message}",
            403 => $"Not permitted for {who}: {refusal.Request}: {status.Message}",
            _ => $"The API server refused {refusal.Request} ({status.Code}{(status.Reason.Length == 0 ? "" : $" {status.Reason}")}): {status.Message}{Causes(status)}",
        };
    }

    // The message of an invalid object repeats its causes; a conflict's does not name every field.
    private static string Causes(ApiStatus status)
    {
        var unsaid = status.Causes.Where(cause => !status.Message.Contains(cause.Message, StringComparison.Ordinal)).ToList();
        return unsaid.Count == 0 ? "" : $"{Environment.NewLine}    {string.Join($"{Environment.NewLine}    ", unsaid)}";
    }
}
