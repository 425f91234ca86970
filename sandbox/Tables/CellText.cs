using LabelSelector = Cake.Istio.Sandbox.Selectors.LabelSelector;

namespace Cake.Istio.Sandbox.Tables;

/// <summary>Texts that many tables share.</summary>
internal static class CellText
{
    /// <summary>The text at a path; <c>&lt;none&gt;</c> when absent or empty.</summary>
    public static string OrNone(this JsonNode? value, params ReadOnlySpan<string> path) => value.Text(path) is { Length: > 0 } text ? text : "<none>";

    /// <summary>The text at a path, whatever its type; a default when absent.</summary>
    public static string Or(this JsonNode? value, string absent, params ReadOnlySpan<string> path) => value.At(path) is { } node
        ? node.Text() ?? node.ToJsonString()
        : absent;

    /// <summary>Texts joined by commas; <c>&lt;none&gt;</c> when there are none.</summary>
    public static string Joined(IEnumerable<string?> texts)
    {
        var joined = string.Join(',', texts);
        return joined.Length == 0 ? "<none>" : joined;
    }

    /// <summary>The names of the containers of a pod spec at a path.</summary>
    public static string Containers(this JsonNode? value, params ReadOnlySpan<string> path) =>
        string.Join(',', value.At(path).Objects("containers").Select(container => container.Text("name")));

    /// <summary>The images of the containers of a pod spec at a path.</summary>
    public static string Images(this JsonNode? value, params ReadOnlySpan<string> path) =>
        string.Join(',', value.At(path).Objects("containers").Select(container => container.Text("image")));

    /// <summary>A map such as a Service's selector: <c>a=b,c=d</c>.</summary>
    public static string Pairs(JsonNode? map) => Joined(map.Map().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>A <c>meta/v1 LabelSelector</c> in the form of a query.</summary>
    public static string Selector(JsonNode? selector)
    {
        if (selector is null)
            return "<none>";
        var text = LabelSelector.From(selector.AsObject()).ToString();
        return text.Length == 0 ? "<none>" : text;
    }
}
