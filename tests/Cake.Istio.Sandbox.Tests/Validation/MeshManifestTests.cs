using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.CustomSchemas;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Json;
using Cake.Istio.Sandbox.Schema;

namespace Cake.Istio.Sandbox.Tests.Validation;

/// <summary>What a real mesh installs must pass.</summary>
public sealed class MeshManifestTests
{
    [Theory]
    [InlineData("istio-1.30.3")]
    [InlineData("istio-1.2.2")]
    public void Every_object_of_a_release_is_valid_and_has_no_unknown_field(string release)
    {
        var objects = Directory.GetFiles(SharedFolder.Path("releases", release), "*.yaml", SearchOption.AllDirectories)
            .Where(file => file.Contains("rendered", StringComparison.Ordinal) || file.Contains("install", StringComparison.Ordinal))
            .SelectMany(Documents).ToList();
        var kinds = Kinds(objects);
        var checkedCount = 0;
        foreach (var value in objects)
        {
            var (apiVersion, kind) = ((string?)value["apiVersion"], (string?)value["kind"]);
            if (apiVersion is null || kind is null || !kinds.TryGetValue((apiVersion, kind), out var schema))
                continue;
            var name = $"{kind} {value["metadata"]?["name"]}";
            var report = ObjectForm.Complete(schema, value);
            Assert.True(report.StrictErrors.Count == 0, $"{name}: {string.Join(", ", report.StrictErrors)}");
            if (schema.IsNamespaced)
                value["metadata"]!["namespace"] ??= "istio-system";
            Prepare(value);
            Assert.Equal([], Checked.Texts(schema, value, null).Select(finding => $"{name}: {finding}"));
            checkedCount++;
        }
        Assert.True(checkedCount > 20, $"{checkedCount} objects");
    }

    /// <summary>What the server sets before it validates.</summary>
    private static void Prepare(JsonObject value)
    {
        if ((string?)value["kind"] == "CustomResourceDefinition")
            value["status"]!["storedVersions"] = new JsonArray([.. value["spec"]!["versions"]!.AsArray().Where(version => (bool?)version!["storage"] == true).Select(version => version!["name"]!.DeepClone())]);
    }

    private static Dictionary<(string, string), KindSchema> Kinds(IEnumerable<JsonObject> objects)
    {
        var kinds = SchemaTable.BuiltIn.Kinds.ToDictionary(kind => (kind.ApiVersion, kind.Kind));
        foreach (var definition in objects.Where(value => (string?)value["kind"] == "CustomResourceDefinition" && (string?)value["apiVersion"] == "apiextensions.k8s.io/v1"))
            foreach (var version in definition["spec"]!["versions"]!.AsArray())
            {
                var kind = CustomKind.Read(definition, version!.AsObject());
                kinds[(kind.ApiVersion, kind.Kind)] = kind;
            }
        return kinds;
    }

    private static IEnumerable<JsonObject> Documents(string file) => File.ReadAllText(file).Split("\n---").Select(text => text.TrimStart('-'))
        .Where(text => text.Split('\n').Any(line => line.Length > 0 && !line.StartsWith('#') && line.Trim().Length > 0 && !line.StartsWith(' ')))
        .Select(text => YamlTree.Read(text, []) as JsonObject).OfType<JsonObject>();
}
