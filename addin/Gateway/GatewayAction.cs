namespace Cake.Istio.Gateway;

/// <summary>What can be done about the ingress gateway's Service.</summary>
public enum GatewayAction
{
    /// <summary>Nothing: it is as it should be.</summary>
    None,

    /// <summary>Its type is changed.</summary>
    SetType,

    /// <summary>Its type is given back to the release.</summary>
    Release,

    /// <summary>Nothing, but it still gets an address that is worth waiting for.</summary>
    Wait,

    /// <summary>There is no load balancer, and no other way is allowed.</summary>
    Fail,
}
