namespace Cake.Istio.Sandbox.Registry;

/// <summary>What a new object of some kinds is before any controller has seen it.</summary>
internal static class InitialStatus
{
    /// <summary>Sets it, in place.</summary>
    public static void Set(JsonObject value)
    {
        switch (value.Text("kind"), value.Text("apiVersion"))
        {
            case ("Namespace", "v1"):
                value.Child("spec")["finalizers"] = new JsonArray([.. value.Texts("spec", "finalizers").Append("kubernetes").Distinct().Select(name => JsonValue.Create(name))]);
                value.Child("status")["phase"] = "Active";
                // Where the name was generated, it comes too late for defaults and for ownership.
                value.Child("metadata").Child("labels")["kubernetes.io/metadata.name"] = value.Name();
                break;
            case ("Pod", "v1"):
                value.Child("status")["phase"] ??= "Pending";
                value.Child("status")["qosClass"] ??= PodQualityOfService.Of(value);
                break;
            case ("PersistentVolumeClaim" or "PersistentVolume", "v1"):
                value.Child("status")["phase"] ??= "Pending";
                break;
            case ("Job", "batch/v1"):
                JobSelector.Set(value);
                break;
            case ("CustomResourceDefinition", "apiextensions.k8s.io/v1"):
                value.Child("status")["storedVersions"] = null;
                AddStoredVersion(value);
                break;
            default:
                break;
        }
    }

    /// <summary>A version that objects are stored in from now on, is told of until somebody takes it out.</summary>
    public static void AddStoredVersion(JsonObject definition)
    {
        var stored = definition.Texts("status", "storedVersions").ToList();
        foreach (var version in definition.Objects("spec", "versions").Where(version => version.Flag("storage") == true && version.Text("name") is { Length: > 0 }))
            if (!stored.Contains(version.Text("name")!))
                stored.Add(version.Text("name")!);
        if (stored.Count > 0)
            definition.Child("status")["storedVersions"] = new JsonArray([.. stored.Select(name => JsonValue.Create(name))]);
    }
}
