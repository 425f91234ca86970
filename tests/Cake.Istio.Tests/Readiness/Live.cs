using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Readiness;

/// <summary>Live objects from YAML.</summary>
internal static class Live
{
    public static JsonObject Read(string yaml) => Assert.Single(ManifestReader.Parse(yaml, "live.yaml").Objects).Json;

    /// <summary>An object named x of a kind such as <c>apps/v1 Deployment</c>; spec and status as YAML.</summary>
    public static JsonObject Of(string kind, string spec, string status, string metadata = "name: x") =>
        Read($"apiVersion: {kind.Split(' ')[0]}\nkind: {kind.Split(' ')[1]}\nmetadata: {{{metadata}}}\nspec: {spec}\nstatus: {status}\n");
}
