namespace Cake.Istio.Sandbox.Controllers.CustomResources;

/// <summary>The status of a CustomResourceDefinition on its way to being served.</summary>
internal static class EstablishingPlan
{
    /// <summary>The annotation that a group below <c>k8s.io</c> needs.</summary>
    private const string ApprovalAnnotation = "api-approved.kubernetes.io";

    /// <summary>The next status: names first, then <c>Established</c>.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="others">The other definitions.</param>
    /// <param name="mayEstablish">Whether the time has come to serve it.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Compute(JsonObject definition, IEnumerable<JsonObject> others, bool mayEstablish, DateTimeOffset now)
    {
        var status = definition.StatusCopy();
        var (accepted, conflict) = Names(definition, others);
        status["acceptedNames"] = accepted;
        if (conflict is null)
            Condition.Set(status, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now);
        else
            Condition.Set(status, "NamesAccepted", "False", conflict.Value.Reason, conflict.Value.Message, now);
        var established = Condition.Find(status, "Established")?.Text("status") == "True";
        if (!established && conflict is not null)
            Condition.Set(status, "Established", "False", "NotAccepted", "not all names are accepted", now);
        else if (!established && !mayEstablish)
            Condition.Set(status, "Established", "False", "Installing", "the initial names have been accepted", now);
        else if (!established)
            Condition.Set(status, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", now);
        Approve(definition, status, now);
        return status;
    }

    private static void Approve(JsonObject definition, JsonObject status, DateTimeOffset now)
    {
        var group = definition.Text("spec", "group") ?? "";
        if (group != "k8s.io" && group != "kubernetes.io" && !group.EndsWith(".k8s.io", StringComparison.Ordinal) && !group.EndsWith(".kubernetes.io", StringComparison.Ordinal))
            return;
        var approval = definition.Annotation(ApprovalAnnotation);
        if (approval?.StartsWith("unapproved", StringComparison.Ordinal) == true)
            Condition.Set(status, "KubernetesAPIApprovalPolicyConformant", "False", "UnapprovedAnnotation", $"not approved: \"{approval}\"", now);
        else if (Uri.TryCreate(approval, UriKind.Absolute, out _))
            Condition.Set(status, "KubernetesAPIApprovalPolicyConformant", "True", "ApprovedAnnotation", $"approved in {approval}", now);
    }

    // As calculateNamesAndConditions: each name is accepted for itself, and the last conflict is told.
    private static (JsonObject Accepted, (string Reason, string Message)? Conflict) Names(JsonObject definition, IEnumerable<JsonObject> others)
    {
        var taken = others.Where(other => other.Name() != definition.Name() && other.Text("spec", "group") == definition.Text("spec", "group"))
            .Select(other => other.At("status", "acceptedNames")).ToArray();
        var resources = taken.SelectMany(names => names.Texts("shortNames").Append(names.Text("plural")).Append(names.Text("singular"))).ToHashSet(StringComparer.Ordinal);
        var kinds = taken.SelectMany(names => (string?[])[names.Text("kind"), names.Text("listKind")]).ToHashSet(StringComparer.Ordinal);
        var (wanted, accepted) = (definition.At("spec", "names"), definition.Copy("status", "acceptedNames") as JsonObject ?? []);
        (string, string)? conflict = null;
        Accept("plural", "Plural", resources, wanted.Text("plural"));
        Accept("singular", "Singular", resources, wanted.Text("singular"));
        Accept("shortNames", "ShortNames", resources, [.. wanted.Texts("shortNames").Except(accepted.Texts("shortNames"), StringComparer.Ordinal)]);
        Accept("kind", "Kind", kinds, wanted.Text("kind"));
        Accept("listKind", "ListKind", kinds, wanted.Text("listKind"));
        Accept("categories", "", []);
        return (accepted, conflict);

        void Accept(string field, string title, HashSet<string?> used, params string?[] names)
        {
            var clashes = names.Where(name => used.Contains(name) && name != accepted.Text(field)).Select(name => $"\"{name}\" is already in use").ToArray();
            if (clashes.Length > 0)
                conflict = ($"{title}Conflict", clashes.Length == 1 ? clashes[0] : $"[{string.Join(", ", clashes)}]");
            else if (wanted.Copy(field) is { } name)
                accepted[field] = name;
            else
                accepted.Remove(field);
        }
    }
}
