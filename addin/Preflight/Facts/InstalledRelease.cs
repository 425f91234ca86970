using System.Text.Json.Nodes;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Manifests.Images;
using Cake.Istio.Readiness;
using Cake.Istio.Releases;

namespace Cake.Istio.Preflight.Facts;

/// <summary>The release that is in the cluster.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Evidence">What says so.</param>
/// <param name="IsRecorded">Whether this installer put it there, and so knows every object of it.</param>
internal sealed record InstalledRelease(IstioVersion Version, string Evidence, bool IsRecorded)
{
    private static readonly string[] ControlPlanes = ["istiod", "istio-pilot"];

    /// <summary>The release by the record, else by the image of a control plane that somebody else installed; null where there is none that can be told.</summary>
    /// <param name="record">The record, or null.</param>
    /// <param name="deployments">The Deployments of the mesh namespace.</param>
    public static InstalledRelease? Find(InstallRecord? record, IEnumerable<JsonObject> deployments) => record is not null
        ? Read(record.Description.Release) is { } version ? new(version, "the record of the last install", true) : null
        : deployments.Where(deployment => ControlPlanes.Contains(deployment.Name(), StringComparer.Ordinal)).Select(Find).FirstOrDefault(found => found is not null);

    private static InstalledRelease? Find(JsonObject deployment)
    {
        var image = deployment.Objects("spec", "template", "spec", "containers").FirstOrDefault(container => container.Text("name") == "discovery").Text("image");
        // Variants carry a suffix, such as 1.30.3-distroless.
        return image is not null && ImageReference.TryParse(image)?.Tag is { } tag && Read(tag.Replace("-distroless", "", StringComparison.Ordinal)) is { } version
            ? new(version, $"the image of Deployment {deployment.Text("metadata", "namespace")}/{deployment.Name()}", false)
            : null;
    }

    private static IstioVersion? Read(string text)
    {
        try
        {
            return IstioVersion.Parse(text);
        }
        catch (MeshException)
        {
            return null;
        }
    }
}
