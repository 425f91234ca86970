namespace Cake.Istio.Manifests.Upgrade;

/// <summary>What a CustomResourceDefinition will make the server serve.</summary>
internal static class CustomResourceDefinitionKinds
{
    /// <summary>The kind in each served version; nothing for an object of another kind.</summary>
    internal static IEnumerable<(string ApiVersion, string Kind)> Of(KubeObject o)
    {
        if (o.Kind != "CustomResourceDefinition" || o.Json.Object("spec") is not { } spec)
            return [];
        // apiextensions.k8s.io/v1beta1 may name its only version outside of the list; with a list, that is one of the list's.
        var names = spec.Objects("versions").Any()
            ? spec.Objects("versions").Where(version => !version.IsFalse("served")).Select(version => version.Text("name"))
            : [spec.Text("version")];
        return names.OfType<string>().Select(name => ($"{spec.Text("group")}/{name}", spec.Object("names").Text("kind") ?? ""));
    }
}
