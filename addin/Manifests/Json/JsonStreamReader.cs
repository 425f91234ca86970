using System.Text;
using System.Text.Json;
using Cake.Istio.Errors;

namespace Cake.Istio.Manifests.Json;

/// <summary>Reads JSON objects that follow one another, the way kubectl tells JSON from YAML.</summary>
/// <remarks>
/// k8s.io/apimachinery's YAMLOrJSONDecoder: a text that begins with <c>{</c> is tried as JSON; after at most one object it may still turn
/// out to be YAML, after more than one it may not.
/// </remarks>
internal static class JsonStreamReader
{
    /// <summary>Reads as many objects as there are.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ManifestSyntax"/> or <see cref="ErrorCode.ManifestNotAnObject"/>.</exception>
    internal static JsonStreamEnd Read(string text, ManifestSink sink)
    {
        var at = SkipSpace(text, 0);
        if (at == text.Length || text[at] != '{')
            return new(0, null);
        var bytes = Encoding.UTF8.GetBytes(text);
        at = Encoding.UTF8.GetByteCount(text.AsSpan(0, at));
        var position = new JsonPosition(bytes);
        for (var count = 0; at < bytes.Length; count++)
        {
            var document = new JsonDocumentReader(bytes, at, position, sink);
            try
            {
                var root = document.Read(out var positions);
                at = SkipSpace(bytes, at + document.Consumed);
                sink.Add(root, positions);
            }
            catch (JsonException e)
            {
                var error = document.Error(e);
                return count > 1 ? throw error : new(Encoding.UTF8.GetCharCount(bytes, 0, at), error);
            }
        }

        return new(text.Length, null);
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    private static int SkipSpace(byte[] bytes, int at)
    {
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
        return at;
    }
}
