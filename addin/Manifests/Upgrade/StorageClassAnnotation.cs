using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>The storage class of a volume or claim from its annotation of 1.4, which the server warns about, to the field.</summary>
internal static class StorageClassAnnotation
{
    private const string Annotation = "volume.beta.kubernetes.io/storage-class";

    /// <summary>Moves it. Where both were there, the annotation counted.</summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes)
    {
        var annotations = json.Object("metadata").Object("annotations");
        if (annotations.Text(Annotation) is not { } name)
            return;
        annotations!.Remove(Annotation);
        json.Ensure("spec")["storageClassName"] = name;
        notes.Add($"The field storageClassName instead of the annotation {Annotation}.");
    }
}
