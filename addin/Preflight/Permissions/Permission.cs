namespace Cake.Istio.Preflight.Permissions;

/// <summary>Something that a user may do or not, as RBAC says it.</summary>
/// <param name="Verb">Such as <c>create</c> or <c>patch</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">The plural, such as <c>deployments</c>.</param>
/// <param name="Namespace">The namespace, or null for a cluster-scoped object.</param>
internal sealed record Permission(string Verb, string Group, string Resource, string? Namespace)
{
    /// <summary>Whether a rule can name single objects for the verb; what does not exist yet has no name to the authorizer.</summary>
    public bool IsByName => Verb is "patch" or "delete" or "update" or "get";
}
