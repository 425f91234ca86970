using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.Images;

/// <summary>The images that the sidecar injector will put into pods: from the values of its template, and written in the template.</summary>
internal static partial class InjectorImages
{
    private const string Entry = "config";
    private const string TemplatePath = "data.config";

    private static readonly string[] Sidecars = ["proxy", "proxy_init"];

    /// <summary>The images that a ConfigMap brings into pods, and where it names them.</summary>
    internal static IEnumerable<(string Path, ImageReference Image)> Find(JsonObject json)
    {
        if (Data(json) is not { } data)
            return [];
        var template = Template(data);
        return [.. Values(data).SelectMany(values => InValues(values, template)), .. TemplateImages.Find(template).Select(static image => (TemplatePath, image))];
    }

    /// <summary>Takes those images from another hub.</summary>
    internal static void Move(JsonObject json, string hub)
    {
        if (Data(json) is not { } data)
            return;
        foreach (var entry in Values(data).ToList())
            entry.Move(hub);
        if (Template(data) is { Length: > 0 } template)
            data[Entry] = TemplateImages.Move(template, hub);
    }

    /// <summary>Has the injector add pull secrets to pods.</summary>
    internal static void AddPullSecrets(JsonObject json, IReadOnlyList<string> names)
    {
        if (Data(json) is not { } data)
            return;
        foreach (var entry in Values(data).ToList())
            entry.AddPullSecrets(names);
        if (Template(data) is { Length: > 0 } template)
            data[Entry] = TemplatePullSecrets.Add(template, names);
    }

    // A ConfigMap of an injector has values, a template, or both.
    private static JsonObject? Data(JsonObject json) =>
        json.Text("kind") == "ConfigMap" && json.Object("data") is { } data && (Values(data).Any() || Injector().IsMatch(Template(data))) ? data : null;

    private static string Template(JsonObject data) => data.Text(Entry) ?? "";

    // The entries of a ConfigMap that are an installation's values, parsed.
    private static IEnumerable<InjectorValues> Values(JsonObject data)
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

    private static IEnumerable<(string Path, ImageReference Image)> InValues(InjectorValues values, string template)
    {
        var global = values.Json.Object("global")!;
        foreach (var sidecar in Sidecars)
        {
            if (global.Object(sidecar).Text("image") is { Length: > 0 } name && Sidecar(global, name) is { } image)
                yield return ($"data.{values.Key} global.{sidecar}.image", image);
        }

        if (template.Contains(".AgentgatewayImage", StringComparison.Ordinal) && Sidecar(global, Agentgateway(global)) is { } agentgateway)
            yield return (TemplatePath, agentgateway);

        if (global.Object("proxy").IsTrue("enableCoreDump") && ImageReference.TryParse(global.Object("proxy").Text("enableCoreDumpImage")) is { } dump)
            yield return ($"data.{values.Key} global.proxy.enableCoreDumpImage", dump);
    }

    // As the template puts it together: a name with a slash is the whole reference.
    private static ImageReference? Sidecar(JsonObject global, string name)
    {
        var variant = global.Text("variant") is { Length: > 0 } v && v != "default" ? "-" + v : "";
        return ImageReference.TryParse(name.Contains('/', StringComparison.Ordinal) ? name : $"{global.Text("hub")}/{name}:{global["tag"]}{variant}");
    }

    // The proxy of agentgateway's Gateways; its name is not in the values unless somebody wants another (inject.go of 1.30).
    private static string Agentgateway(JsonObject global) => global.Object("agentgateway").Text("image") is { Length: > 0 } name ? name : "agentgateway";

    [GeneratedRegex(@"\A(.*\n)*policy:(.*\n)*templates?:", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Injector();
}
