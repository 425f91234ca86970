using System.Text;
using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Request bodies are raw UTF-8.</summary>
public sealed class KubeJsonTests
{
    [Theory]
    [InlineData("服务 😀 👩‍👩‍👧 é <b>&'+`/")]
    [InlineData("\u2028\u2029\u00A0\uFFFD\u007F\u0085")]
    public void Characters_are_not_escaped(string text)
    {
        var utf8 = KubeJson.ToUtf8(new JsonObject { [text] = text });

        Assert.Equal($$"""{"{{text}}":"{{text}}"}""", Encoding.UTF8.GetString(utf8));
    }

    [Fact]
    public void Quotes_backslashes_and_control_characters_are_escaped()
    {
        var json = new JsonObject { ["😀"] = "😀\"\\\n\t\u0001😀" };

        Assert.Equal("""{"😀":"😀\"\\\n\t\u0001😀"}""", KubeJson.ToText(json));
        Assert.True(JsonNode.DeepEquals(json, JsonNode.Parse(KubeJson.ToUtf8(json))));
    }

    [Fact]
    public void A_node_that_was_parsed_is_written_raw_too() =>
        Assert.Equal("""{"a":"😀"}""", KubeJson.ToText(JsonNode.Parse("""{"a":"\ud83d\ude00"}""")!));
}
