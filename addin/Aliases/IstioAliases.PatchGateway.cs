using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Gateway;
using Cake.Istio.Settings;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Makes the ingress gateway reachable: by a load balancer where one answers, else as a NodePort or as told.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>How the gateway can be reached, and what was done for it.</returns>
    /// <example>
    /// <code>
    /// var gateway = IstioPatchGateway(new MeshSettings { Gateway = GatewayPolicy.NodePort });
    /// Information(string.Join(", ", gateway.Urls));
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Gateway")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static GatewayReport IstioPatchGateway(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.PatchGatewayAsync());
}
