namespace Cake.Istio.Sandbox.Admission;

/// <summary>What roles and their bindings allow (RBAC). Requests come from one administrator, who may do everything; reviews may ask about anybody.</summary>
internal sealed class RoleAuthorizer(ObjectStore store)
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>Whether somebody may do something.</summary>
    /// <param name="user">Who.</param>
    /// <param name="space">The namespace; null at the cluster scope.</param>
    /// <param name="covers">Whether a rule of a role allows it.</param>
    /// <returns>The reason in kube-apiserver's words, empty for an administrator; null when nothing allows it.</returns>
    public string? Find(UserInfo user, string? space, Func<JsonObject, bool> covers)
    {
        if (user.Username == "kubernetes-admin" || user.Groups.Contains("system:masters"))
            return "";
        var bindings = Read("clusterrolebindings", null).Concat(space is null ? [] : Read("rolebindings", space));
        foreach (var binding in bindings)
        {
            if (binding.Objects("subjects").FirstOrDefault(subject => Is(user, subject, binding.Namespace())) is not { } subject)
                continue;
            var (kind, name) = (binding.Text("roleRef", "kind"), binding.Text("roleRef", "name") ?? "");
            var role = kind == "Role" ? store.Table(new ResourceKey(Group, "roles")).Find(binding.Namespace(), name) : store.Table(new ResourceKey(Group, "clusterroles")).Find(null, name);
            if (role?.Read().Objects("rules").Any(covers) == true)
                return $"RBAC: allowed by {binding.Text("kind")} \"{binding.Name()}{(binding.Namespace() is { } inside ? "/" + inside : "")}\" of {kind} \"{name}\" to {Describe(subject, binding.Namespace())}";
        }
        return null;
    }

    /// <summary>Whether a rule covers a request for a resource.</summary>
    public static bool Covers(JsonObject rule, AccessAttributes wanted) =>
        Has(rule, "verbs", wanted.Verb) && Has(rule, "apiGroups", wanted.Group)
        && (Has(rule, "resources", wanted.QualifiedResource) || (wanted.Subresource is { } part && rule.Texts("resources").Contains($"*/{part}")))
        && (!rule.Texts("resourceNames").Any() || (wanted.Name is { } name && rule.Texts("resourceNames").Contains(name)));

    /// <summary>Whether a rule covers a request for a path that is no resource.</summary>
    public static bool Covers(JsonObject rule, string verb, string path) =>
        Has(rule, "verbs", verb) && rule.Texts("nonResourceURLs").Any(url => url == "*" || url == path || (url.EndsWith('*') && path.StartsWith(url[..^1], StringComparison.Ordinal)));

    private static bool Has(JsonObject rule, string field, string value) => rule.Texts(field).Any(item => item == "*" || item == value);

    private IEnumerable<JsonObject> Read(string plural, string? space) => store.Table(new ResourceKey(Group, plural)).Range(space).Select(stored => stored.Read());

    private static bool Is(UserInfo user, JsonObject subject, string? space) => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == user.Username,
        "Group" => user.Groups.Contains(subject.Text("name")),
        "ServiceAccount" => user.Username == $"system:serviceaccount:{subject.Text("namespace") ?? space}:{subject.Text("name")}",
        _ => false,
    };

    private static string Describe(JsonObject subject, string? space) => subject.Text("kind") == "ServiceAccount"
        ? $"ServiceAccount \"{subject.Text("name")}/{subject.Text("namespace") ?? space}\""
        : $"{subject.Text("kind")} \"{subject.Text("name")}\"";
}
