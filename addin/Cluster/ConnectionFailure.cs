using System.Net.Sockets;
using System.Security.Authentication;
using Cake.Istio.Reporting;

namespace Cake.Istio.Cluster;

/// <summary>A request that got no answer, sorted by what a person can do about it.</summary>
internal sealed class ConnectionFailure(ConnectionFailureKind kind, string text, Exception cause) : Exception(ShownUrl.In(text), cause)
{
    /// <summary>What happened.</summary>
    public ConnectionFailureKind Kind { get; } = kind;

    /// <summary>Sorts what HttpClient throws; null for anything that is not about the connection.</summary>
    public static ConnectionFailure? From(Exception cause) => cause switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new(ConnectionFailureKind.UnknownHost, "the host name is not known", cause),
        HttpRequestException { InnerException: AuthenticationException tls } => NotTrusted(tls, cause),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            new(ConnectionFailureKind.Refused, "the connection was refused", cause),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.TimedOut } } =>
            new(ConnectionFailureKind.ConnectTimeout, "no connection came about in time", cause),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: SocketException socket } =>
            new(ConnectionFailureKind.Refused, socket.Message, cause),
        HttpRequestException or IOException => new(ConnectionFailureKind.Lost, $"the connection was lost ({Innermost(cause).Message})", cause),
        OperationCanceledException { InnerException: TimeoutException } => new(ConnectionFailureKind.ConnectTimeout, "no connection came about in time", cause),
        _ => null,
    };

    private static ConnectionFailure NotTrusted(AuthenticationException tls, Exception cause) =>
        tls.Message.Contains("frame", StringComparison.OrdinalIgnoreCase)
            ? new(ConnectionFailureKind.NotTls, "the server does not speak TLS on this port", cause)
            : new(ConnectionFailureKind.NotTrusted, "the server's certificate is not signed by the CA of the kubeconfig, or not for this host name", cause);

    private static Exception Innermost(Exception exception) => exception.InnerException is null ? exception : Innermost(exception.InnerException);
}
