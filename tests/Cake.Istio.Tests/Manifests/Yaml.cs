using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Short forms for tests that read YAML.</summary>
internal static class Yaml
{
    internal const string File = "test.yaml";

    internal static ManifestContent Read(string text) => ManifestReader.Parse(text, File);

    internal static KubeObject One(string text) => Assert.Single(Read(text).Objects);

    internal static MeshException Refused(string text) => Assert.Throws<MeshException>(() => Read(text));

    /// <summary>A ConfigMap whose field <c>v</c> has the given YAML.</summary>
    internal static string Value(string yaml) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c}}\nv: {yaml}\n";
}
