using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cake.Istio.Verification;

namespace Cake.Istio.Reporting;

/// <summary>A preflight or verification as JSON, for programs.</summary>
public static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Renders the report.</summary>
    /// <param name="report">What to render.</param>
    public static string Render(VerificationReport report) => JsonSerializer.Serialize(report, Options);
}
