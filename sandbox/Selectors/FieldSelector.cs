using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Selectors;

/// <summary>Which objects a LIST or a watch means by a few of their fields.</summary>
internal sealed class FieldSelector
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonTree.MaxDepth };
    private readonly List<(string Path, string Value, bool Equal)> _terms = [];

    /// <summary>Whether nothing is left out.</summary>
    public bool IsEverything => _terms.Count == 0;

    /// <summary>The name that it demands, or null.</summary>
    public string? Name => _terms.FirstOrDefault(term => term is { Path: "metadata.name", Equal: true }).Value;

    /// <summary>Reads the <c>fieldSelector</c> of a query.</summary>
    /// <exception cref="StatusException">400 for a term that cannot be read, or a field that the resource does not offer.</exception>
    public static FieldSelector Parse(string? text, ResourceDefinition resource)
    {
        var selector = new FieldSelector();
        foreach (var term in Split(text ?? ""))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw StatusException.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            var equal = term[at - 1] != '!';
            var path = equal ? term[..at] : term[..(at - 1)];
            var value = equal && at + 1 < term.Length && term[at + 1] == '=' ? term[(at + 2)..] : term[(at + 1)..];
            if (SelectableFields.Error(resource, path) is { } error)
                throw StatusException.BadRequest(error);
            selector._terms.Add((SelectableFields.Stored(resource, path), Unescape(value), equal));
        }
        return selector;
    }

    /// <summary>Whether the object has the demanded fields; an absent field counts as empty.</summary>
    public bool Matches(StoredObject stored)
    {
        JsonDocument? document = null;
        try
        {
            foreach (var (path, value, equal) in _terms)
            {
                var actual = path switch
                {
                    "metadata.name" => stored.Name,
                    "metadata.namespace" => stored.Namespace ?? "",
                    "source" => Field((document ??= JsonDocument.Parse(stored.Json, Deep)).RootElement, "source.component"),
                    _ => Field((document ??= JsonDocument.Parse(stored.Json, Deep)).RootElement, path),
                };
                if (string.Equals(actual, value, StringComparison.Ordinal) != equal)
                    return false;
            }
            return true;
        }
        finally
        {
            document?.Dispose();
        }
    }

    private static string Field(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return SelectableFields.Absent(path);
        return element.ToString() switch { "True" => "true", "False" => "false", var text => text };
    }

    private static IEnumerable<string> Split(string text)
    {
        var term = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\' && index + 1 < text.Length)
                term.Append(text[index++]).Append(text[index]);
            else if (text[index] != ',')
                term.Append(text[index]);
            else if (term.Length > 0)
            {
                yield return term.ToString();
                term.Clear();
            }
        }
        if (term.Length > 0)
            yield return term.ToString();
    }

    private static string Unescape(string value) => value.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\=", "=", StringComparison.Ordinal)
        .Replace("\\\\", "\\", StringComparison.Ordinal);
}
