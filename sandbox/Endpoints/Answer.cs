using Cake.Istio.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Writes answers.</summary>
internal static class Answer
{
    /// <summary>Writes JSON that is already in bytes.</summary>
    public static async Task JsonAsync(HttpContext http, HttpStatusCode code, ReadOnlyMemory<byte> json, string contentType = MediaType.Json)
    {
        Head(http, code, contentType);
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json, http.RequestAborted);
    }

    /// <summary>Writes a JSON node.</summary>
    public static Task JsonAsync(HttpContext http, HttpStatusCode code, JsonNode json, string contentType = MediaType.Json) =>
        JsonAsync(http, code, JsonBytes.Of(json), contentType);

    /// <summary>Writes a refusal.</summary>
    public static Task StatusAsync(HttpContext http, StatusException refusal)
    {
        if (refusal.RetryAfterSeconds is { } seconds)
            http.Response.Headers.RetryAfter = new(seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return JsonAsync(http, refusal.Code, refusal.ToStatus());
    }

    /// <summary>Writes plain text.</summary>
    public static async Task TextAsync(HttpContext http, HttpStatusCode code, string text)
    {
        Head(http, code, "text/plain; charset=utf-8");
        var bytes = Encoding.UTF8.GetBytes(text);
        http.Response.ContentLength = bytes.Length;
        await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
    }

    /// <summary>Writes what the server says about a path that nothing is registered for.</summary>
    public static Task PageNotFoundAsync(HttpContext http) => TextAsync(http, HttpStatusCode.NotFound, "404 page not found\n");

    /// <summary>Sends warnings, each as a header of its own; one of several lines is none.</summary>
    public static void Warn(HttpContext http, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings.Distinct().Where(warning => !warning.Any(char.IsControl)))
            http.Response.Headers.Append("Warning", $"299 - \"{Quoted(warning)}\"");
    }

    /// <summary>Status, Content-Type and what goes with every answer.</summary>
    public static void Head(HttpContext http, HttpStatusCode code, string contentType)
    {
        http.Response.StatusCode = (int)code;
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-cache, private";
    }

    // A header takes printable ASCII only.
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        foreach (var letter in text)
            _ = letter is '"' or '\\' ? quoted.Append('\\').Append(letter) : quoted.Append(letter is >= ' ' and <= '~' ? letter : '?');
        return quoted.ToString();
    }
}
