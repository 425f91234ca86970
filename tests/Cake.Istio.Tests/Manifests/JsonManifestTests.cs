using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Manifests in JSON, told apart from YAML the way kubectl does.</summary>
public sealed class JsonManifestTests
{
    private const string A = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}""";
    private const string B = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}}""";

    [Theory]
    [InlineData(A + B)]
    [InlineData("\n\t" + A + "\n\n  " + B + "\n")]
    [InlineData(A + "\n---\n" + B + "\n")]
    [InlineData("---\n" + A + "\n---\n" + B)]
    [InlineData(A + "\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n")]
    public void Json_objects_follow_one_another(string text) =>
        Assert.Equal(["a", "b"], Yaml.Read(text).Objects.Select(o => o.Name));

    [Fact]
    public void Values_are_those_of_json()
    {
        var json = Yaml.One(
            """
            {"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"},
              "yes": "no", "n": 1.0, "big": 1e3, "f": 0.5, "t": true, "z": null, "s": "\ud83d\ude00\/\u0041"}
            """).Json;

        Assert.Equal("""{"apiVersion":"v1","kind":"A","metadata":{"name":"a"},"yes":"no","n":1,"big":1000,"f":0.5,"t":true,"z":null,"s":"😀/A"}""", KubeJson.ToText(json));
    }

    [Fact]
    public void Objects_and_items_know_their_place()
    {
        var list = "\n\n" + A + " " + """{"apiVersion":"v1","kind":"List","items":[""" + "\n  " + B + "]}";

        Assert.Equal([new(Yaml.File, 3, 1), new SourceLocation(Yaml.File, 4, 3)], Yaml.Read(list).Objects.Select(o => o.Source));
    }

    [Fact]
    public void A_duplicate_key_keeps_its_last_value_with_a_warning()
    {
        var content = Yaml.Read(A.Replace("}}", "},\n \"kind\": \"Secret\"}", StringComparison.Ordinal));

        Assert.Equal("Secret", content.Objects[0].Kind);
        Assert.Equal((2, 2), (content.Warnings[0].Location.Line, content.Warnings[0].Location.Column));
    }

    [Fact]
    public void What_begins_like_json_may_be_yaml() =>
        Assert.Equal("a", Yaml.One("{apiVersion: v1, kind: A,\n metadata: {name: a}}").Name);

    [Theory]
    [InlineData("{\"apiVersion\": \"v1\",\n \"kind\" \"x\"}", 2)]
    [InlineData("{\"apiVersion\": \"v1\",", 1)]
    [InlineData(A + "\n" + B + "\n{\"x\": }", 3)]
    [InlineData(A + "\n{\"a\": 1e999}", 2)]
    public void Broken_json_names_the_line(string text, int line)
    {
        var e = Yaml.Refused(text);

        Assert.Equal(ErrorCode.ManifestSyntax, e.Code);
        Assert.Equal(line, e.Location!.Line);
    }

    [Fact]
    public void Endless_nesting_is_refused() =>
        Assert.Equal(ErrorCode.ManifestTooComplex, Yaml.Refused("{\"a\":" + new string('[', 100_000)).Code);
}
