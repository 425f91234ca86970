namespace Cake.Istio.Sandbox.Admission.BuiltIn;

/// <summary>Lets nobody hand out rights that he does not have: by a role without the verb escalate, by a binding without the verb bind.</summary>
internal sealed class RoleEscalation(IAuthorizer authorizer, IClusterState state)
{
    private const string Group = "rbac.authorization.k8s.io";
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>Lets a role or a binding pass, or not.</summary>
    /// <exception cref="StatusException">403, or 404 for a binding to a role that does not exist.</exception>
    public void Check(AdmissionRequest request)
    {
        if (request is not { Resource.Group: Group, Subresource: null, Object: { } value } || request.User.Username.StartsWith("system:", StringComparison.Ordinal))
            return;
        if (request.Resource.Plural is "roles" or "clusterroles")
            CheckRole(request, value);
        else if (request.Resource.Plural is "rolebindings" or "clusterrolebindings")
            CheckBinding(request, value);
    }

    private void CheckRole(AdmissionRequest request, JsonObject role)
    {
        if (!JsonNode.DeepEquals(role["rules"], request.OldObject?["rules"]) && !IsAllowed(request.User, "escalate", request.Resource, request.Namespace, request.Name))
            Confirm(request, role.Objects("rules"));
    }

    private void CheckBinding(AdmissionRequest request, JsonObject binding)
    {
        if (JsonNode.DeepEquals(binding["roleRef"], request.OldObject?["roleRef"]) && JsonNode.DeepEquals(binding["subjects"], request.OldObject?["subjects"]))
            return;
        var (resource, ns) = binding.Text("roleRef", "kind") == "Role" ? (new ResourceKey(Group, "roles"), request.Namespace) : (new ResourceKey(Group, "clusterroles"), null);
        var name = binding.Text("roleRef", "name") ?? "";
        if (IsAllowed(request.User, "bind", resource, request.Namespace, name))
            return;
        Confirm(request, (state.Get(resource, ns, name) ?? throw StatusException.NotFound(resource, name)).Objects("rules"));
    }

    private void Confirm(AdmissionRequest request, IEnumerable<JsonObject> rules)
    {
        var missing =
            from rule in rules
            from @group in rule.Texts("apiGroups")
            from resource in rule.Texts("resources")
            let verbs = rule.Texts("verbs").Where(verb => !Holds(request, @group, resource, verb)).ToList()
            where verbs.Count > 0
            let names = rule.Texts("resourceNames").ToList()
            select $"{{APIGroups:[\"{@group}\"], Resources:[\"{resource}\"]{(names.Count == 0 ? "" : $", ResourceNames:[{Quoted(names)}]")}, Verbs:[{Quoted(verbs)}]}}";
        var texts = missing.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (texts.Count > 0)
        {
            throw StatusException.Forbidden(
                request.Resource,
                request.Name,
                $"user \"{request.User.Username}\" (groups=[{Quoted(request.User.Groups)}]) is attempting to grant RBAC permissions not currently held:\n{string.Join('\n', texts)}");
        }
    }

    // Who has all verbs has each of them.
    private bool Holds(AdmissionRequest request, string group, string resource, string verb)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        var (plural, subresource) = slash < 0 ? (resource, null) : (resource[..slash], resource[(slash + 1)..]);
        return (verb == "*" ? Verbs : [verb]).All(each => authorizer.IsAllowed(new AccessAttributes(request.User.Username, each, group, plural, subresource, request.Namespace, null)));
    }

    private bool IsAllowed(UserInfo user, string verb, ResourceKey resource, string? ns, string name) =>
        authorizer.IsAllowed(new AccessAttributes(user.Username, verb, resource.Group, resource.Plural, null, ns, name));

    private static string Quoted(IEnumerable<string> texts) => string.Join(' ', texts.Select(text => $"\"{text}\""));
}
