namespace Cake.Istio.Cluster;

/// <summary>Why a request got no answer.</summary>
internal enum ConnectionFailureKind
{
    /// <summary>Nothing listens there, or a firewall says no.</summary>
    Refused,

    /// <summary>The host name cannot be resolved.</summary>
    UnknownHost,

    /// <summary>The server's certificate is not trusted.</summary>
    NotTrusted,

    /// <summary>The server does not speak TLS.</summary>
    NotTls,

    /// <summary>No connection came about in time.</summary>
    ConnectTimeout,

    /// <summary>The connection broke before the answer was complete.</summary>
    Lost,

    /// <summary>The server took the request and did not answer in time.</summary>
    NoAnswer,
}
