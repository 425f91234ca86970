using System.Text.Json.Nodes;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.PostInstall;

/// <summary>The ConfigMaps that a Job works on.</summary>
internal static class MountedConfigMaps
{
    /// <summary>The names of those that it mounts; they are in its namespace.</summary>
    internal static IEnumerable<string> NamesOf(JsonObject job) =>
        job.Object("spec").Object("template").Object("spec").Objects("volumes").Select(volume => volume.Object("configMap").Text("name")).OfType<string>();
}
