namespace Cake.Istio.Sandbox.Controllers.Namespaces;

/// <summary>What is left to do for a namespace that is going.</summary>
internal static class NamespaceDeletion
{
    /// <summary>The finalizer that holds a namespace until it is empty, in <c>spec.finalizers</c>.</summary>
    public const string Finalizer = "kubernetes";

    /// <summary>Deletes what is not going yet; once nothing is left, lets the namespace go.</summary>
    /// <param name="value">The namespace.</param>
    /// <param name="content">Everything in it.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Write> Compute(JsonObject value, IReadOnlyList<(ResourceKey Resource, JsonObject Value)> content, DateTimeOffset now)
    {
        foreach (var item in content.Where(item => !item.Value.IsDeleting()))
            yield return new Write.Delete(item.Resource, item.Value, new DeleteOptions { Propagation = "Background" });
        foreach (var write in StatusWrite.To(Resources.Namespaces, value, Status(value, content, now)))
            yield return write;
        if (content.Count > 0 || !value.Texts("spec", "finalizers").Contains(Finalizer))
            yield break;
        var final = value.DeepClone().AsObject();
        final.Child("spec")["finalizers"] = new JsonArray([.. value.Texts("spec", "finalizers").Where(name => name != Finalizer).Select(name => JsonValue.Create(name))]);
        yield return new Write.Replace(Resources.Namespaces, final, "finalize");
    }

    private static JsonObject Status(JsonObject value, IReadOnlyList<(ResourceKey Resource, JsonObject Value)> content, DateTimeOffset now)
    {
        var status = value.StatusCopy();
        status["phase"] = "Terminating";
        Condition.Set(status, "NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered", now);
        Condition.Set(status, "NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed", now);
        Condition.Set(status, "NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization", now);
        if (content.Count == 0)
            Condition.Set(status, "NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed", now);
        else
            Condition.Set(status, "NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {Count(content.Select(Resource), "{0} has {1} resource instances")}", now);
        var finalizers = content.SelectMany(item => item.Value.Texts("metadata", "finalizers")).ToArray();
        if (finalizers.Length == 0)
            Condition.Set(status, "NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished", now);
        else
            Condition.Set(status, "NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {Count(finalizers, "{0} in {1} resource instances")}", now);
        return status;
    }

    private static string Resource((ResourceKey Resource, JsonObject Value) item) => $"{item.Resource.Plural}.{item.Resource.Group}";

    private static string Count(IEnumerable<string> names, string format) => string.Join(", ", names.GroupBy(name => name, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => format.Replace("{0}", group.Key, StringComparison.Ordinal).Replace("{1}", $"{group.Count()}", StringComparison.Ordinal)));
}
