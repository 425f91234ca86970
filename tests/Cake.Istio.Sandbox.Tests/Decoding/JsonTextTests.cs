using System.Text;
using System.Text.Json;
using Cake.Istio.Sandbox.Endpoints;
using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Tests.Decoding;

/// <summary>JSON and YAML as Go reads them, and in its words where it does not.</summary>
public sealed class JsonTextTests
{
    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("{", "unexpected end of JSON input")]
    [InlineData("{\"a\": [1, 2", "unexpected end of JSON input")]
    [InlineData("\"abc", "unexpected end of JSON input")]
    [InlineData("hello", "invalid character 'h' looking for beginning of value")]
    [InlineData("{\"a\":1,}", "invalid character '}' looking for beginning of object key string")]
    [InlineData("{a:1}", "invalid character 'a' looking for beginning of object key string")]
    [InlineData("{\"a\" 1}", "invalid character '1' after object key")]
    [InlineData("{\"a\":1 \"b\"}", "invalid character '\"' after object key:value pair")]
    [InlineData("[1 2]", "invalid character '2' after array element")]
    [InlineData("[1,]", "invalid character ']' looking for beginning of value")]
    [InlineData("{}x", "invalid character 'x' after top-level value")]
    [InlineData("{} {}", "invalid character '{' after top-level value")]
    [InlineData("[tru]", "invalid character ']' in literal true (expecting 'e')")]
    [InlineData("[nul", "invalid character ' ' in literal null (expecting 'l')")]
    [InlineData("[01]", "invalid character '1' after array element")]
    [InlineData("[-]", "invalid character ']' in numeric literal")]
    [InlineData("[1.]", "invalid character ']' after decimal point in numeric literal")]
    [InlineData("1e", "invalid character ' ' in exponent of numeric literal")]
    [InlineData("[\"\\x\"]", "invalid character 'x' in string escape code")]
    [InlineData("[\"\\u12g4\"]", "invalid character 'g' in \\u hexadecimal character escape")]
    [InlineData("[\"\n\"]", "invalid character '\\n' in string literal")]
    [InlineData("['a']", "invalid character '\\'' looking for beginning of value")]
    [InlineData("\uFEFF{}", "invalid character 'ï' looking for beginning of value")]
    [InlineData("[1e999]", "json: cannot unmarshal number 1e999 into Go value of type float64")]
    public void What_is_no_json_is_told_as_go_does(string text, string error) =>
        Assert.Equal(error, Assert.ThrowsAny<JsonException>(() => JsonTree.Read(Encoding.UTF8.GetBytes(text))).Message);

    [Fact]
    public void What_nests_too_deep_is_refused() => Assert.Equal(
        "invalid character '[' exceeded max depth", Assert.ThrowsAny<JsonException>(() => JsonTree.Read(Encoding.UTF8.GetBytes(new string('[', 100_000)))).Message);

    [Theory]
    [InlineData(@"{""a"":""x\ud800y""}", "x\uFFFDy")]
    [InlineData(@"{""a"":""\\ud800""}", @"\ud800")]
    [InlineData(@"{""a"":""\udc00\ud83d\ude00\ud800\u0041""}", "\uFFFD😀\uFFFDA")]
    public void A_lone_surrogate_becomes_the_replacement_character(string json, string expected) =>
        Assert.Equal(expected, (string?)JsonTree.Read(Encoding.UTF8.GetBytes(json))!["a"]);

    [Fact]
    public void Every_byte_that_is_no_utf8_becomes_the_replacement_character()
    {
        byte[] json = [.. "{\"a\xff\":1,\"a\xff\":\"é\xe2\x82\"}".Select(letter => (byte)letter)];
        var duplicates = new List<string>();
        Assert.Equal("\uFFFD\uFFFD\uFFFD", (string?)JsonTree.Read(json, duplicates)!["a\uFFFD"]);
        Assert.Equal(["a\uFFFD"], duplicates);
    }

    [Theory]
    [InlineData("{data: {a: &x \"1\", b: *x}}", """{"data":{"a":"1","b":"1"}}""")]
    [InlineData("data: {a: &x \"1\", b: *x}", """{"data":{"a":"1","b":"1"}}""")]
    [InlineData("data: [&x 1, *x]", """{"data":[1,1]}""")]
    public void An_alias_may_end_at_a_bracket(string yaml, string expected) => Objects.AssertJson(expected, YamlBody.Read(Encoding.UTF8.GetBytes(yaml), []));

    [Fact]
    public void Aliases_of_aliases_end_where_go_ends_them()
    {
        var wide = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 40).Select(level => $"a{level}: &a{level} [*a{level - 1},*a{level - 1}]\n"));
        var deep = $"- &a0 {new string('[', 400)}{new string(']', 400)}\n- &a1 {new string('[', 400)}*a0{new string(']', 400)}\n";
        var plain = "a: &a {b: 1}\n" + string.Concat(Enumerable.Range(0, 2000).Select(number => $"c{number}: *a\n"));

        Assert.Equal("yaml: document contains excessive aliasing", Assert.Throws<FormatException>(() => YamlBody.Read(Encoding.UTF8.GetBytes(wide), [])).Message);
        Assert.Equal("yaml: the document nests too deep", Assert.Throws<FormatException>(() => YamlBody.Read(Encoding.UTF8.GetBytes(deep), [])).Message);
        Assert.Equal(2001, YamlBody.Read(Encoding.UTF8.GetBytes(plain), [])!.AsObject().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("---\n...\n")]
    public void Nothing_is_null(string yaml) => Assert.Null(YamlBody.Read(Encoding.UTF8.GetBytes(yaml), []));

    [Theory]
    [InlineData("a: 1\nb:\n  c: 1\n  c:\n    d: 2\na: 2\n", "line 5: key \"c\" already set in map", "line 6: key \"a\" already set in map")]
    [InlineData("1: x\n1: y\n", "line 2: key 1 already set in map")]
    [InlineData("{\n\"a\": 1,\n\"a\": 2\n}", "line 3: key \"a\" already set in map")]
    public void A_duplicate_key_is_told_with_its_line(string yaml, params string[] expected)
    {
        var duplicates = new List<string>();
        YamlBody.Read(Encoding.UTF8.GetBytes(yaml), duplicates);
        Assert.Equal(expected, duplicates);
    }

    [Theory]
    [InlineData("a: b: c", "yaml: mapping values are not allowed in this context")]
    [InlineData("a: 1\nb: @x\n", "yaml: line 2: found character that cannot start any token")]
    [InlineData("a: 1\n b: 2\n", "yaml: line 2: mapping values are not allowed in this context")]
    [InlineData("a: 1\nb:\n  - x\n c: 2\n", "yaml: line 3: did not find expected key")]
    [InlineData("a: *x", "yaml: unknown anchor 'x' referenced")]
    [InlineData("{\"a\":\"\\ud800\"}", "yaml: found invalid Unicode character escape code")]
    public void What_is_no_yaml_is_told_as_go_does(string yaml, string error) =>
        Assert.Equal(error, Assert.Throws<FormatException>(() => YamlBody.Read(Encoding.UTF8.GetBytes(yaml), [])).Message);
}
