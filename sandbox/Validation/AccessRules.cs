namespace Cake.Istio.Sandbox.Validation;

/// <summary>Roles and their bindings.</summary>
internal static class AccessRules
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>Checks a Role or ClusterRole.</summary>
    public static void CheckRole(FieldCursor role, bool isNamespaced)
    {
        foreach (var rule in role["rules"].Items())
        {
            rule["verbs"].Require("verbs must contain at least one value");
            if (rule["nonResourceURLs"].Count > 0)
            {
                if (isNamespaced)
                    rule["nonResourceURLs"].Invalid("namespaced rules cannot apply to non-resource URLs");
                if (rule["apiGroups"].Count + rule["resources"].Count + rule["resourceNames"].Count > 0)
                    rule["nonResourceURLs"].Invalid("rules cannot apply to both regular resources and non-resource URLs");
                continue;
            }
            rule["apiGroups"].Require("resource rules must supply at least one api group");
            rule["resources"].Require("resource rules must supply at least one resource");
        }
        foreach (var selector in role["aggregationRule"]["clusterRoleSelectors"].Items())
            if (!SelectorRules.Check(selector))
                selector.Invalid("invalid label selector.");
        if (role["aggregationRule"].IsSet)
            role["aggregationRule"]["clusterRoleSelectors"].Require("at least one clusterRoleSelector required if aggregationRule is non-nil");
    }

    /// <summary>Checks a RoleBinding or ClusterRoleBinding.</summary>
    public static void CheckBinding(FieldCursor binding, bool isNamespaced)
    {
        var role = binding["roleRef"];
        role["apiGroup"].Choose(Group);
        if (role["kind"].Text != "ClusterRole" && !(isNamespaced && role["kind"].Text == "Role"))
            role.Findings.NotSupported(role["kind"].Path, role["kind"].Text, isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]);
        if (role["name"].Require())
            role["name"].Invalid(NameRules.PathSegment(role["name"].Text));
        foreach (var subject in binding["subjects"].Items())
            CheckSubject(subject, isNamespaced);
    }

    /// <summary>A binding speaks of one role for ever.</summary>
    public static void CheckBindingKept(FieldCursor binding, FieldCursor old)
    {
        if (!JsonNode.DeepEquals(binding["roleRef"].Value, old["roleRef"].Value))
            binding["roleRef"].Invalid("cannot change roleRef");
    }

    private static void CheckSubject(FieldCursor subject, bool isNamespaced)
    {
        subject["name"].Require();
        var apiGroup = subject["apiGroup"];
        switch (subject["kind"].Text)
        {
            case "ServiceAccount":
                if (!subject["name"].IsEmpty)
                    subject["name"].Invalid(NameRules.Subdomain(subject["name"].Text));
                if (!apiGroup.IsEmpty)
                    subject.Findings.NotSupported(apiGroup.Path, apiGroup.Value, "");
                if (!isNamespaced)
                    subject["namespace"].Require();
                break;
            case "User" or "Group":
                if (apiGroup.Text != Group)
                    subject.Findings.NotSupported(apiGroup.Path, apiGroup.Text, Group);
                break;
            default:
                subject.Findings.NotSupported(subject["kind"].Path, subject["kind"].Text, "ServiceAccount", "User", "Group");
                break;
        }
    }
}
