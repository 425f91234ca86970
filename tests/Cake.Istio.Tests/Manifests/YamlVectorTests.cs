using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Small documents and what kubectl 1.32 itself made of them.</summary>
public sealed class YamlVectorTests
{
    private static readonly JsonArray Vectors = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Manifests", "yaml-vectors.json")))!["vectors"]!.AsArray();

    public static TheoryData<int, string> All()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < Vectors.Count; i++)
            data.Add(i, (string)Vectors[i]!["yaml"]!);
        return data;
    }

    [Fact]
    public void There_are_vectors() => Assert.True(Vectors.Count > 100);

    [Theory]
    [MemberData(nameof(All))]
    public void Reads_a_document_as_kubectl_does(int index, string yaml)
    {
        var vector = Vectors[index]!.AsObject();
        if (vector.ContainsKey("error"))
        {
            Assert.Equal(ErrorCode.ManifestSyntax, Assert.Throws<MeshException>(() => ManifestReader.Parse(yaml, "vector.yaml")).Code);
            return;
        }

        var spec = Assert.Single(ManifestReader.Parse(yaml, "vector.yaml").Objects).Json["spec"];
        Assert.True(JsonNode.DeepEquals(vector["spec"], spec), $"expected {vector["spec"]?.ToJsonString()}, read {spec?.ToJsonString()}");
    }
}
