namespace Cake.Istio.Manifests.Yaml;

/// <summary>A document is not YAML. It never leaves this namespace: <see cref="YamlDocumentReader"/> turns it into a MeshException.</summary>
internal sealed class YamlException(YamlMark mark, string problem) : Exception(problem)
{
    /// <summary>Where the problem is.</summary>
    internal YamlMark Mark { get; } = mark;
}
