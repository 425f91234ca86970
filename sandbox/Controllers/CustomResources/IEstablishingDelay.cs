namespace Cake.Istio.Sandbox.Controllers.CustomResources;

/// <summary>Tells how slow CustomResourceDefinitions are to be established.</summary>
internal interface IEstablishingDelay
{
    /// <summary>How long after its creation a definition is established.</summary>
    TimeSpan DelayFor(string name);
}
