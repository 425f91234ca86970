using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests;

/// <summary>Numbers as Kubernetes keeps them: a whole number of 64 bits where the text allows, else a double.</summary>
/// <remarks>They are made from text, as a server's answer would have them, so that they read as <c>int</c>, <c>long</c> or <c>double</c> alike.</remarks>
internal static class KubeNumber
{
    /// <summary>A whole number as a JSON value.</summary>
    internal static JsonValue Node(long value) => FromText(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A finite number as a JSON value; <c>1.0</c> and <c>1e3</c> become whole, as after Go's json.Marshal and Unmarshal.</summary>
    internal static JsonValue Node(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        // Go prints the shortest digits that identify the number, padded with zeros below 1e21, and reads those back as int64.
        return double.IsInteger(value) && Math.Abs(value) < 1e21
            ? FromText(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("F0", CultureInfo.InvariantCulture))
            : FromText(text);
    }

    private static JsonValue FromText(string text) => JsonValue.Create(JsonElement.Parse(text))!;
}
