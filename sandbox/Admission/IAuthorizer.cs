namespace Cake.Istio.Sandbox.Admission;

/// <summary>Decides who may do what. Access reviews ask it the same question as requests do.</summary>
internal interface IAuthorizer
{
    /// <summary>Whether it is allowed.</summary>
    bool IsAllowed(AccessAttributes attributes);
}
