using System.Text.RegularExpressions;

namespace Cake.Istio.Manifests.Images;

/// <summary>Pull secrets written into the sidecar injector's template.</summary>
/// <remarks>Up to release 1.4 the injector adds to a pod what its template lists as <c>imagePullSecrets</c>, but no template asks the values for them.</remarks>
internal static partial class TemplatePullSecrets
{
    private const string Field = "imagePullSecrets";

    /// <summary>The injector's configuration with the names in its template, unless the template takes them from the values.</summary>
    internal static string Add(string config, IReadOnlyList<string> names)
    {
        if (Start().Match(config) is not { Success: true } start)
            return config;
        var margin = start.Groups["margin"].Value;
        var list = Regex.Match(config, $"^{margin}{Field}:[ \t]*\r?\n(?<items>({margin}[ \t]*- name:.*(\n|\\z))*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        if (!list.Success)
            return config.Contains(Field, StringComparison.Ordinal) ? config : config.Insert(start.Groups["margin"].Index, $"{margin}{Field}:\n{Items(margin, names)}");
        var present = list.Groups["items"].Value.Split('\n').Select(static item => item[(item.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).ToList();
        return config.Insert(list.Groups["items"].Index, Items(margin, names.Except(present, StringComparer.Ordinal)));
    }

    private static string Items(string margin, IEnumerable<string> names) => string.Concat(names.Select(name => $"{margin}- name: {name}\n"));

    [GeneratedRegex("""^template:[ \t]*\|[-+]?[ \t]*\r?\n([ \t]*\r?\n)*(?<margin>[ ]+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Start();
}
