using System.Text.RegularExpressions;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>The syntax of names, with the messages of apimachinery's util/validation: nothing where a name is right.</summary>
internal static partial class NameRules
{
    private const string LabelFormat = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainFormat = @"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private const string Rfc1035Format = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private const string KeyFormat = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string ConfigKeyFormat = "[-._a-zA-Z0-9]+";
    private const string HeaderFormat = "[-A-Za-z0-9]+";
    private const string ReasonFormat = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
    private const string KeyText = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

    /// <summary>RFC 1123, with dots.</summary>
    public static IEnumerable<string> Subdomain(string name)
    {
        if (Length(name) > 253)
            yield return "must be no more than 253 characters";
        if (!SubdomainPattern().IsMatch(name))
            yield return RegexError("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
                + "and must start and end with an alphanumeric character", SubdomainFormat, "example.com");
    }

    /// <summary>RFC 1123, without dots.</summary>
    public static IEnumerable<string> Label(string name)
    {
        if (Length(name) > 63)
            yield return "must be no more than 63 characters";
        if (LabelPattern().IsMatch(name))
            yield break;
        yield return SubdomainPattern().IsMatch(name)
            ? "must not contain dots"
            : RegexError("a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
                LabelFormat, "my-name", "123-abc");
    }

    /// <summary>RFC 1035: a label that begins with a letter.</summary>
    public static IEnumerable<string> Rfc1035Label(string name)
    {
        if (Length(name) > 63)
            yield return "must be no more than 63 characters";
        if (!Rfc1035Pattern().IsMatch(name))
            yield return RegexError("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
                + "and end with an alphanumeric character", Rfc1035Format, "my-name", "abc-123");
    }

    /// <summary>What can stand in a URL.</summary>
    public static IEnumerable<string> PathSegment(string name)
    {
        if (name is "." or "..")
            return [$"may not be '{name}'"];
        return new[] { "/", "%" }.Where(part => name.Contains(part, StringComparison.Ordinal)).Select(part => $"may not contain '{part}'");
    }

    /// <summary>A label's key: an optional subdomain and a name.</summary>
    public static IEnumerable<string> LabelKey(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            yield return $"a valid label key {RegexError(KeyText, KeyFormat, "MyName", "my.name", "123-abc")} "
                + "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }
        if (parts.Length == 2)
            foreach (var message in parts[0].Length == 0 ? ["must be non-empty"] : Subdomain(parts[0]).Select(message => message.Replace("253 characters", "253 bytes", StringComparison.Ordinal)))
                yield return "prefix part " + message;
        var name = parts[^1];
        if (name.Length == 0)
            yield return "name part must be non-empty";
        else if (Length(name) > 63)
            yield return "name part must be no more than 63 bytes";
        if (!KeyPattern().IsMatch(name))
            yield return "name part " + RegexError(KeyText, KeyFormat, "MyName", "my.name", "123-abc");
    }

    /// <summary>A label's value.</summary>
    public static IEnumerable<string> LabelValue(string value)
    {
        if (Length(value) > 63)
            yield return "must be no more than 63 bytes";
        if (value.Length > 0 && !KeyPattern().IsMatch(value))
            yield return RegexError("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
                + "and must start and end with an alphanumeric character", $"({KeyFormat})?", "MyValue", "my_value", "12345");
    }

    /// <summary>A key in a ConfigMap or Secret.</summary>
    public static IEnumerable<string> ConfigKey(string key)
    {
        if (Length(key) > 253)
            yield return "must be no more than 253 characters";
        if (!ConfigKeyPattern().IsMatch(key))
            yield return RegexError("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", ConfigKeyFormat, "key.name", "KEY_NAME", "key-name");
        if (key is "." or "..")
            yield return $"must not be '{key}'";
        else if (key.StartsWith("..", StringComparison.Ordinal))
            yield return "must not start with '..'";
    }

    /// <summary>The name of an environment variable.</summary>
    public static IEnumerable<string> EnvironmentVariable(string name)
    {
        if (name.Any(letter => letter is < ' ' or > '~' or '='))
            yield return "a valid environment variable name must consist only of printable ASCII characters other than '='";
    }

    /// <summary>The name of a container's port (RFC 6335).</summary>
    public static IEnumerable<string> PortName(string name)
    {
        if (name.Length > 15)
            yield return "must be no more than 15 characters";
        if (name.Length == 0 || name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
            yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        if (!name.Any(char.IsAsciiLetterLower))
            yield return "must contain at least one letter (a-z)";
        if (name.Contains("--", StringComparison.Ordinal))
            yield return "must not contain consecutive hyphens";
        if (name is ['-', ..] or [.., '-'])
            yield return "must not begin or end with a hyphen";
    }

    /// <summary>The name of an HTTP header.</summary>
    public static IEnumerable<string> HeaderName(string name)
    {
        if (name.Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
            yield return RegexError("a valid HTTP header must consist of alphanumeric characters or '-'", HeaderFormat, "X-Header-Name");
    }

    /// <summary>The reason of a condition.</summary>
    public static IEnumerable<string> ConditionReason(string reason)
    {
        if (!ReasonPattern().IsMatch(reason))
            yield return RegexError("a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', "
                + "and must end with an alphanumeric character or '_'", ReasonFormat, "my_name", "MY_NAME", "MyName", "ReasonA,ReasonB", "ReasonA:ReasonB");
    }

    /// <summary>A port's number.</summary>
    public static IEnumerable<string> PortNumber(long? port) => port is >= 1 and <= 65535 ? [] : ["must be between 1 and 65535, inclusive"];

    /// <summary>As Go's len: in bytes.</summary>
    public static int Length(string text) => Encoding.UTF8.GetByteCount(text);

    private static string RegexError(string message, string format, params string[] examples) => string.Create(CultureInfo.InvariantCulture,
        $"{message} (e.g. {string.Join(" or ", examples.Select(example => $"'{example}', "))}regex used for validation is '{format}')");

    [GeneratedRegex($@"\A{SubdomainFormat}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex($@"\A{LabelFormat}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LabelPattern();

    [GeneratedRegex($@"\A{Rfc1035Format}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rfc1035Pattern();

    [GeneratedRegex($@"\A{KeyFormat}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex KeyPattern();

    [GeneratedRegex($@"\A{ConfigKeyFormat}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ConfigKeyPattern();

    [GeneratedRegex($@"\A{ReasonFormat}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ReasonPattern();
}
