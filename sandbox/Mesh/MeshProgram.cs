namespace Cake.Istio.Sandbox.Mesh;

/// <summary>A program of the mesh's control plane that changes the cluster while it runs.</summary>
internal enum MeshProgram
{
    /// <summary>Issues certificates, 1.0 to 1.4.</summary>
    Citadel,

    /// <summary>Validates mesh objects, 1.1 to 1.4.</summary>
    Galley,

    /// <summary>Adds sidecars to Pods, 1.0 to 1.4.</summary>
    Injector,

    /// <summary>All three in one, from 1.5 on.</summary>
    Istiod,
}

/// <summary>Recognises the programs by the images of their Deployments, so that names, registries and revisions do not matter.</summary>
internal static class MeshPrograms
{
    /// <summary>The program that a Deployment runs; null when it runs none of these.</summary>
    public static MeshProgram? Of(JsonObject deployment)
    {
        foreach (var container in deployment.Objects("spec", "template", "spec", "containers"))
        {
            switch (ImageName(container.Text("image") ?? ""))
            {
                case "citadel":
                    return MeshProgram.Citadel;
                case "galley":
                    return MeshProgram.Galley;
                case "sidecar_injector":
                    return MeshProgram.Injector;
                case "pilot" when deployment.Map("spec", "template", "metadata", "labels").GetValueOrDefault("app") == "istiod":
                    return MeshProgram.Istiod;
            }
        }
        return null;
    }

    /// <summary>Whether the program runs: its Deployment is available and is not going.</summary>
    public static bool IsRunning(JsonObject deployment) => Condition.IsTrue(deployment, "Available") && !deployment.IsDeleting() && deployment.Number("status", "availableReplicas") is > 0;

    private static string ImageName(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        var end = name.AsSpan().IndexOfAny(':', '@');
        return end < 0 ? name : name[..end];
    }
}
