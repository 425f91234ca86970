using Cake.Istio.Errors;

namespace Cake.Istio.Settings;

public sealed partial record MeshSettings
{
    /// <summary>Checks what can be checked without a release or a cluster.</summary>
    /// <returns>The same settings.</returns>
    /// <exception cref="MeshException">MESH1001: a value cannot be used. MESH1002: a setting has no effect beside another one.</exception>
    public MeshSettings Validate()
    {
        if (!IsNamespaceName(Namespace))
            throw Invalid("namespace", Namespace, "a lower-case RFC 1123 label of at most 63 characters, such as istio-system");
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromHours(24))
            throw Invalid("timeout", Timeout.ToString(), "a duration above zero and up to 24h, such as 10m");
        if (StallTimeout <= TimeSpan.Zero || StallTimeout > TimeSpan.FromHours(24))
            throw Invalid("stall-timeout", StallTimeout.ToString(), "a duration above zero and up to 24h, such as 2m");
        if (Parallelism is < 1 or > 256)
            throw Invalid("parallelism", $"{Parallelism}", "a number from 1 to 256");
        if (Sha256 is not null and not "none" && !(Sha256.Length == 64 && Sha256.All(char.IsAsciiHexDigit)))
            throw Invalid("sha256", Sha256, "64 hexadecimal digits, or none");
        if (Set.FirstOrDefault(value => value.IndexOf('=', StringComparison.Ordinal) <= 0) is { } unset)
            throw Invalid("set", unset, "a path and a value, such as meshConfig.accessLogFile=/dev/stdout");
        if (Set.FirstOrDefault(value => value.StartsWith("values.global.istioNamespace=", StringComparison.Ordinal)) is { } elsewhere)
            throw new MeshException(ErrorCode.InvalidOption, $"--set={elsewhere} names the mesh's namespace, which has an option of its own", "Give --namespace instead");
        if (PullSecrets.FirstOrDefault(name => !IsObjectName(name)) is { } secret)
            throw Invalid("pull-secret", secret, "the name of a secret, such as registry-key");
        if (string.IsNullOrWhiteSpace(Report))
            throw Invalid("report", Report, "a folder");
        ValidateOperations();
        return this;
    }

    private static MeshException Invalid(string option, string value, string wanted) =>
        new(ErrorCode.InvalidOption, $"--{option}={value} is not usable: it takes {wanted}", $"Give --{option} as {wanted}");

    // An RFC 1123 subdomain.
    private static bool IsObjectName(string name) => name.Length <= 253 && name.Split('.').All(IsNamespaceName);

    private static bool IsNamespaceName(string name) =>
        name.Length is > 0 and <= 63 && name[0] != '-' && name[^1] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
