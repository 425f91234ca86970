using System.Text.RegularExpressions;

namespace Cake.Istio.Sandbox.Selectors;

/// <summary>What a label's key and value may look like, with the messages of k8s.io/apimachinery/pkg/util/validation.</summary>
internal static partial class LabelSyntax
{
    /// <summary>What is wrong with a key, or null.</summary>
    public static string? KeyError(string key)
    {
        var parts = key.Split('/');
        var name = parts[^1];
        if (parts.Length > 2 || name.Length is 0 or > 63 || !Name().IsMatch(name))
            return "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
        return parts.Length == 2 && (parts[0].Length is 0 or > 253 || !Domain().IsMatch(parts[0]))
            ? "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
                + "alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
            : null;
    }

    /// <summary>What is wrong with a value, or null.</summary>
    public static string? ValueError(string value) => value.Length switch
    {
        0 => null,
        > 63 => "must be no more than 63 characters",
        _ => Name().IsMatch(value)
            ? null
            : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                + "character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    };

    [GeneratedRegex("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Domain();
}
