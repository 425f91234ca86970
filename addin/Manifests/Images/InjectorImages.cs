using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.Images;

/// <summary>The images that the sidecar injector will put into pods: from the values of its template, and written in the template.</summary>
internal static partial class InjectorImages
{
    private const string Template = "config";
    private const string TemplatePath = "data.config";

    private static readonly string[] Sidecars = ["proxy", "proxy_init"];

    /// <summary>The images that a ConfigMap brings into pods, and where it names them.</summary>
    internal static IEnumerable<(string Path, ImageReference Image)> Find(JsonObject json)
    {
        if (json.Text("kind") != "ConfigMap" || json.Object("data") is not { } data)
            return [];
        var values = Values(data).ToList();
        return values.Count == 0 ? [] : [.. values.SelectMany(InValues), .. Literals(data).Select(static literal => (TemplatePath, literal.Image))];
    }

    /// <summary>Takes those images from another hub.</summary>
    internal static void Move(JsonObject json, string hub)
    {
        if (json.Text("kind") != "ConfigMap" || json.Object("data") is not { } data || Values(data).ToList() is not { Count: > 0 } values)
            return;
        foreach (var entry in values)
            entry.Move(hub);
        foreach (var (text, image) in Literals(data).ToList())
            data[Template] = Literal().Replace(data.Text(Template)!, match => Replaced(match, text, image.In(hub)));
    }

    /// <summary>The entries of a ConfigMap that are an installation's values, parsed.</summary>
    internal static IEnumerable<InjectorValues> Values(JsonObject data)
    {
        foreach (var key in data.Select(static entry => entry.Key).ToList())
        {
            if (data.Text(key) is { } text && text.AsSpan().TrimStart().StartsWith("{") && Parse(text) is { } values && values.Object("global").Text("hub") is { Length: > 0 })
                yield return new(data, key, text, values);
        }
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: KubeJson.Documents) as JsonObject;
        }
        catch (JsonException)
        {
            // Not values, then.
            return null;
        }
    }

    private static IEnumerable<(string Path, ImageReference Image)> InValues(InjectorValues values)
    {
        var global = values.Json.Object("global")!;
        foreach (var sidecar in Sidecars)
        {
            if (global.Object(sidecar).Text("image") is { Length: > 0 } name && Sidecar(global, name) is { } image)
                yield return ($"data.{values.Key} global.{sidecar}.image", image);
        }

        if (global.Object("proxy").IsTrue("enableCoreDump") && ImageReference.TryParse(global.Object("proxy").Text("enableCoreDumpImage")) is { } dump)
            yield return ($"data.{values.Key} global.proxy.enableCoreDumpImage", dump);
    }

    // As the template puts it together: a name with a slash is the whole reference.
    private static ImageReference? Sidecar(JsonObject global, string name)
    {
        var variant = global.Text("variant") is { Length: > 0 } v && v != "default" ? "-" + v : "";
        return ImageReference.TryParse(name.Contains('/', StringComparison.Ordinal) ? name : $"{global.Text("hub")}/{name}:{global["tag"]}{variant}");
    }

    private static IEnumerable<(string Text, ImageReference Image)> Literals(JsonObject data) =>
        from text in Literal().Matches(data.Text(Template) ?? "").Select(static match => match.Groups["image"].Value).Distinct(StringComparer.Ordinal)
        let image = ImageReference.TryParse(text)
        where image is not null
        select (text, image);

    private static string Replaced(Match match, string text, ImageReference other) =>
        match.Groups["image"].Value == text ? match.Value.Replace(text, other.ToString(), StringComparison.Ordinal) : match.Value;

    [GeneratedRegex("""^[ \t-]*image:[ \t]*["']?(?<image>[A-Za-z0-9][A-Za-z0-9._/:@-]*)["']?[ \t]*\r?$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Literal();
}
