using System.Text;
using System.Text.RegularExpressions;

namespace Cake.Istio.Manifests.Images;

/// <summary>The images written in the sidecar injector's template: as a value of <c>image</c>, or among those that a template's action chooses from.</summary>
/// <remarks>Releases 1.0 and 1.1 have no values; their templates have every image in full, some of them as an action's default.</remarks>
internal static partial class TemplateImages
{
    /// <summary>The images, each once.</summary>
    internal static IEnumerable<ImageReference> Find(string template) => Places(template).Select(static place => place.Image).Distinct();

    /// <summary>The template with those images from another hub.</summary>
    internal static string Move(string template, string hub)
    {
        var moved = new StringBuilder();
        var end = 0;
        foreach (var (index, length, image) in Places(template))
        {
            moved.Append(template, end, index - end).Append(image.In(hub));
            end = index + length;
        }

        return moved.Append(template, end, template.Length - end).ToString();
    }

    private static IEnumerable<(int Index, int Length, ImageReference Image)> Places(string template)
    {
        var isImage = false;
        foreach (Match line in Line().Matches(template))
        {
            if (line.Groups["key"].Success || line.Groups["item"].Success)
                isImage = line.Groups["key"].Value == "image";
            if (!isImage)
                continue;
            var value = line.Groups["value"];
            var isWhole = line.Groups["key"].Success && Whole().IsMatch(value.Value);
            foreach (Match word in Word().Matches(value.Value))
            {
                if (ImageReference.TryParse(word.Value) is { } image && (isWhole || image is not { Tag: null, Digest: null }))
                    yield return (value.Index + word.Index, word.Length, image);
            }
        }
    }

    // What is neither a key nor an item goes on with the value of the key before: a template's action, and what it chooses.
    [GeneratedRegex("""^(([ \t]|- )*(?<key>[A-Za-z][A-Za-z0-9_./-]*):([ \t]+|\r?$)|[ \t]*(?<item>-[ \t]|#))?(?<value>.*)$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Line();

    [GeneratedRegex("""\A[ \t]*["']?[A-Za-z0-9][A-Za-z0-9._/:@-]*["']?[ \t\r]*\z""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex("[A-Za-z0-9._/:@-]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
