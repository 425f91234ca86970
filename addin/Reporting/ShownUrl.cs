using System.Text.RegularExpressions;

namespace Cake.Istio.Reporting;

/// <summary>URLs as logs, messages and evidence may show them: without what may be a secret.</summary>
public static partial class ShownUrl
{
    private const string Hidden = "***";

    /// <summary>Gives the URL without user name, password, query and fragment, and without a slash at its end.</summary>
    /// <param name="url">An absolute URL.</param>
    public static string Of(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        // Without a scheme, user:password@host reads as a URL of the scheme user.
        return url.Host.Length == 0 ? $"{url.Scheme}:{Hidden}" : url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
    }

    /// <summary>Gives a text, such as an option's value or somebody else's message, with <c>***</c> in place of the credentials and queries of URLs in it.</summary>
    /// <param name="text">The text.</param>
    /// <remarks>Hides too much rather than too little: a password may hold any character that its author did not escape.</remarks>
    public static string In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = Credentials().Replace(BareCredentials().Replace(text, $"{Hidden}@"), $"://{Hidden}@");
        return Query().Replace(shown, static query => $"{query.Value[..query.Value.IndexOf('?', StringComparison.Ordinal)]}?{Hidden}");
    }

    [GeneratedRegex(@"://\S*@", RegexOptions.NonBacktracking)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"\A[^\s:/@]+:[^\s/]*@", RegexOptions.NonBacktracking)]
    private static partial Regex BareCredentials();

    // With an equals sign, because ? alone is also a wildcard of --expect-server.
    [GeneratedRegex(@"://[^\s?]*\?\S*=\S*", RegexOptions.NonBacktracking)]
    private static partial Regex Query();
}
