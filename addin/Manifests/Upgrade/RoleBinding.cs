using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>RoleBinding and ClusterRoleBinding to <c>rbac.authorization.k8s.io/v1</c>; Role and ClusterRole have its shape already.</summary>
internal static class RoleBinding
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>From <c>v1beta1</c>: writes out the API group that role and subjects had by default.</summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes)
    {
        DefaultGroup(json.Object("roleRef"));
        foreach (var subject in json.Objects("subjects").Where(subject => subject.Text("kind") is "User" or "Group"))
            DefaultGroup(subject);
    }

    /// <summary>From <c>v1alpha1</c>: a subject had an API version instead of a group, and the user <c>*</c> was everybody with a name.</summary>
    internal static void FromAlpha(JsonObject json, ICollection<string> notes)
    {
        foreach (var subject in json.Objects("subjects"))
        {
            subject.Remove("apiVersion");
            if (subject.Text("kind") != "User" || subject.Text("name") != "*")
                continue;
            subject["kind"] = "Group";
            subject["name"] = "system:authenticated";
            notes.Add("The user '*' is the group system:authenticated.");
        }

        Rewrite(json, notes);
    }

    private static void DefaultGroup(JsonObject? reference)
    {
        if (reference is not null && string.IsNullOrEmpty(reference.Text("apiGroup")))
            reference["apiGroup"] = Group;
    }
}
