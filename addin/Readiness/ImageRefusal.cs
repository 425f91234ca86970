namespace Cake.Istio.Readiness;

/// <summary>Tells from a container runtime's words whether another try to pull an image can help.</summary>
internal static class ImageRefusal
{
    // As containerd, CRI-O and Docker report a registry's answers.
    private static readonly string[] Missing =
        ["not found", "manifest unknown", "name unknown", "repository does not exist", "no match for platform", "no matching manifest"];

    private static readonly string[] Unauthorized =
        ["unauthorized", "authorization failed", "authentication required", "no basic auth credentials", "access denied", "access to the resource is denied", "403 forbidden", "401 "];

    // A network's or registry's passing trouble may contain the words above, such as "host not found".
    private static readonly string[] Passing =
        ["no such host", "dial tcp", "i/o timeout", "connection refused", "connection reset", "tls handshake", "too many requests", "toomanyrequests", "429", "500 internal", "502 ", "503 ", "504 ", "deadline exceeded"];

    /// <summary>Whether the registry says that there is no such image.</summary>
    public static bool IsMissing(string message) => !Says(message, Passing) && !Says(message, Unauthorized) && Says(message, Missing);

    /// <summary>Whether the registry does not let this cluster have the image.</summary>
    public static bool IsUnauthorized(string message) => !Says(message, Passing) && Says(message, Unauthorized);

    private static bool Says(string message, string[] phrases) =>
        Array.Exists(phrases, phrase => message.Contains(phrase, StringComparison.OrdinalIgnoreCase));
}
