using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests;

/// <summary>The mesh-wide policy that makes mutual TLS the only way in, for releases from 1.5 on.</summary>
internal static class StrictMtls
{
    /// <summary>The file that it is shipped in, below <c>manifests/</c>.</summary>
    internal const string File = "policies/strict-mtls.yaml";

    /// <summary>The policy.</summary>
    /// <param name="rootNamespace">The mesh's root namespace; a policy anywhere else covers only its own.</param>
    internal static KubeObject Policy(string rootNamespace)
    {
        var shipped = new ShippedFile(File).ReadObjects().Single();
        var json = (JsonObject)shipped.Json.DeepClone();
        json["metadata"]!["namespace"] = rootNamespace;
        return shipped with { Json = json };
    }
}
