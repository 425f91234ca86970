using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Small documents and what kubectl 1.32 itself made of them.</summary>
public sealed class YamlVectorTests
{
    private static readonly JsonObject[] Vectors = [.. Load("yaml-vectors.json"), .. Load("yaml-vectors-more.json")];

    // A character that YAML forbids is found before the YAML is read.
    private static readonly string[] Refusals = [ErrorCode.ManifestSyntax, ErrorCode.ManifestUnreadable];

    public static TheoryData<int, string> All()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < Vectors.Length; i++)
            data.Add(i, (string)Vectors[i]["yaml"]!);
        return data;
    }

    [Fact]
    public void There_are_vectors() => Assert.True(Vectors.Length > 300);

    [Theory]
    [MemberData(nameof(All))]
    public void Reads_a_document_as_kubectl_does(int index, string yaml)
    {
        var vector = Vectors[index];
        if (vector.ContainsKey("error"))
        {
            Assert.Contains(Assert.Throws<MeshException>(() => ManifestReader.Parse(yaml, "vector.yaml")).Code, Refusals);
            return;
        }

        var spec = Assert.Single(ManifestReader.Parse(yaml, "vector.yaml").Objects).Json["spec"];
        Assert.True(JsonNode.DeepEquals(vector["spec"], spec), $"expected {vector["spec"]?.ToJsonString()}, read {spec?.ToJsonString()}");
    }

    private static IEnumerable<JsonObject> Load(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Manifests", file)))!["vectors"]!.AsArray().Select(v => v!.AsObject());
}
