namespace Cake.Istio.Errors;

/// <content>20xx: the cluster.</content>
public static partial class ErrorCode
{
    /// <summary>No kubeconfig was found, and this is no pod either.</summary>
    public const string NoKubeconfig = "MESH2001";

    /// <summary>The kubeconfig cannot be read or is incomplete.</summary>
    public const string KubeconfigInvalid = "MESH2002";

    /// <summary>The kubeconfig has no context of the chosen name.</summary>
    public const string ContextNotFound = "MESH2003";

    /// <summary>The kubeconfig has several contexts and none was chosen, or none at all.</summary>
    public const string ContextNotChosen = "MESH2004";

    /// <summary>The API server is not the one that <c>--expect-server</c> names.</summary>
    public const string ServerUnexpected = "MESH2005";

    /// <summary>Credentials could not be had: a plugin failed, or a certificate or token file cannot be read.</summary>
    public const string CredentialsUnavailable = "MESH2006";

    /// <summary>The API server could not be reached: refused, unknown host, or no answer.</summary>
    public const string ServerUnreachable = "MESH2010";

    /// <summary>The API server's certificate is not trusted, or it speaks no TLS.</summary>
    public const string ServerNotTrusted = "MESH2011";

    /// <summary>The connection to the API server was lost during the run and did not come back.</summary>
    public const string ConnectionLost = "MESH2012";

    /// <summary>The API server does not accept the credentials (401).</summary>
    public const string NotAuthenticated = "MESH2020";

    /// <summary>The API server does not permit the request (403).</summary>
    public const string NotPermitted = "MESH2021";

    /// <summary>The object, its namespace or its kind does not exist (404).</summary>
    public const string NotFound = "MESH2022";

    /// <summary>The request conflicts with what is there (409).</summary>
    public const string Conflict = "MESH2023";

    /// <summary>The API server refuses the object as invalid (400, 422).</summary>
    public const string ObjectRefused = "MESH2024";

    /// <summary>The API server is overloaded and stayed so (429).</summary>
    public const string ServerOverloaded = "MESH2025";

    /// <summary>The API server failed (5xx) and stayed so.</summary>
    public const string ServerFailed = "MESH2026";

    /// <summary>The API server answered with something that no Kubernetes API server answers.</summary>
    public const string AnswerNotUnderstood = "MESH2027";

    /// <summary>An admission webhook that the API server has to ask about a write cannot be called; the text names it and what should answer.</summary>
    public const string WebhookUnanswered = "MESH2028";

    /// <summary>The time for the whole run (<c>--timeout</c>) is over.</summary>
    public const string RunDeadlineExceeded = "MESH2030";
}
