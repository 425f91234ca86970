namespace Cake.Istio.Manifests.Yaml;

/// <summary>What an anchor stands for.</summary>
/// <param name="Node">The node.</param>
/// <param name="Weight">How many nodes it makes, aliases inside it resolved.</param>
/// <param name="Height">How many levels lie under it.</param>
internal sealed record YamlAnchor(YamlNode Node, int Weight, int Height);
