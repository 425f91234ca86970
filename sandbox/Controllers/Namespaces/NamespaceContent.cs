namespace Cake.Istio.Sandbox.Controllers.Namespaces;

/// <summary>What every namespace is given: the default service account and the bundles that Pods trust.</summary>
internal static class NamespaceContent
{
    private const string Description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. "
        + "No other usage is guaranteed across distributions of Kubernetes clusters.";

    /// <summary>The objects.</summary>
    /// <param name="namespace">The namespace.</param>
    /// <param name="authority">The certificate authority of the API server, as PEM.</param>
    public static IEnumerable<Write.Create> For(string @namespace, string authority) =>
    [
        new(Resources.ConfigMaps, Bundle(@namespace, "kube-root-ca.crt", "kubernetes.io/description", Description, new JsonObject { ["ca.crt"] = authority })),
        // The recorded server's distribution publishes this one too; another controller would fill it in.
        new(Resources.ConfigMaps, Bundle(@namespace, "openshift-service-ca.crt", "service.beta.openshift.io/inject-cabundle", "true", null)),
        new(Resources.ServiceAccounts, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = new JsonObject { ["name"] = "default", ["namespace"] = @namespace },
        }),
    ];

    private static JsonObject Bundle(string @namespace, string name, string annotation, string text, JsonObject? data)
    {
        var bundle = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace, ["annotations"] = new JsonObject { [annotation] = text } },
        };
        if (data is not null)
            bundle["data"] = data;
        return bundle;
    }
}
