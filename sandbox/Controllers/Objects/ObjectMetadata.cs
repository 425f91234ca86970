namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>The parts of <c>metadata</c> that controllers read and write.</summary>
internal static class ObjectMetadata
{
    /// <summary><c>metadata.name</c>.</summary>
    public static string Name(this JsonObject value) => value.Text("metadata", "name") ?? "";

    /// <summary><c>metadata.namespace</c>; null for cluster-scoped objects.</summary>
    public static string? Namespace(this JsonObject value) => value.Text("metadata", "namespace");

    /// <summary><c>metadata.uid</c>.</summary>
    public static string Uid(this JsonObject value) => value.Text("metadata", "uid") ?? "";

    /// <summary><c>metadata.generation</c>; 0 for kinds without one.</summary>
    public static long Generation(this JsonObject value) => value.Number("metadata", "generation") ?? 0;

    /// <summary><c>metadata.labels</c>.</summary>
    public static IReadOnlyDictionary<string, string> Labels(this JsonObject value) => value.Map("metadata", "labels");

    /// <summary>One annotation, or null.</summary>
    public static string? Annotation(this JsonObject value, string name) => value.Text("metadata", "annotations", name);

    /// <summary>Whether deletion has begun.</summary>
    public static bool IsDeleting(this JsonObject value) => value.At("metadata", "deletionTimestamp") is not null;

    /// <summary><c>metadata.creationTimestamp</c>.</summary>
    public static DateTimeOffset Created(this JsonObject value) => value.Time("metadata", "creationTimestamp") ?? DateTimeOffset.MinValue;

    /// <summary>Sets an annotation; false when it already has that value.</summary>
    public static bool Annotate(this JsonObject value, string name, string text)
    {
        if (value.Annotation(name) == text)
            return false;
        value.Child("metadata").Child("annotations")[name] = text;
        return true;
    }

    /// <summary>The object under a name, made when it is missing.</summary>
    public static JsonObject Child(this JsonObject value, string name)
    {
        if (value[name] is not JsonObject child)
            value[name] = child = [];
        return child;
    }

    /// <summary>A time as <c>meta/v1 Time</c>: UTC, whole seconds.</summary>
    public static string Stamp(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
