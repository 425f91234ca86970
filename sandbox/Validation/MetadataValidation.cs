namespace Cake.Istio.Sandbox.Validation;

/// <summary>The rules of <c>metadata</c>, the same for all kinds but for the syntax of names.</summary>
internal static class MetadataValidation
{
    private const int MostAnnotationBytes = 256 * 1024;

    private const MetadataRules New = MetadataRules.New;
    private const MetadataRules Updated = MetadataRules.Updated;

    // Which rules ValidateUpdate of a kind calls; most call both.
    private static readonly Dictionary<string, MetadataRules> UpdateRules = new()
    {
        ["CronJob.batch"] = Updated,
        ["CustomResourceDefinition.apiextensions.k8s.io"] = Updated,
        ["Deployment.apps"] = Updated,
        ["HorizontalPodAutoscaler.autoscaling"] = Updated,
        ["Ingress.networking.k8s.io"] = Updated,
        ["Lease.coordination.k8s.io"] = Updated,
        ["NetworkPolicy.networking.k8s.io"] = Updated,
        ["EndpointSlice.discovery.k8s.io"] = New,
        ["MutatingWebhookConfiguration.admissionregistration.k8s.io"] = New,
        ["ValidatingWebhookConfiguration.admissionregistration.k8s.io"] = New,
        ["PodDisruptionBudget.policy"] = MetadataRules.None,
    };

    private static readonly Dictionary<string, Func<string, IEnumerable<string>>> NamesOf = new()
    {
        ["Namespace"] = NameRules.Label,
        ["Service"] = NameRules.Label,
        ["StatefulSet.apps"] = NameRules.Label,
        ["CronJob.batch"] = CronJobName,
        ["Role.rbac.authorization.k8s.io"] = NameRules.PathSegment,
        ["RoleBinding.rbac.authorization.k8s.io"] = NameRules.PathSegment,
        ["ClusterRole.rbac.authorization.k8s.io"] = NameRules.PathSegment,
        ["ClusterRoleBinding.rbac.authorization.k8s.io"] = NameRules.PathSegment,
    };

    /// <summary>Checks the metadata of a new object.</summary>
    public static void CheckCreate(KindSchema kind, FieldCursor metadata, IEnumerable<string>? moreOfName = null)
    {
        var (name, generated, rule) = (metadata["name"], metadata["generateName"], NamesOf.GetValueOrDefault(kind.QualifiedKind, NameRules.Subdomain));
        if (generated.Text is { Length: > 0 } prefix)
            generated.Invalid(rule(prefix[^1] == '-' && prefix.Length > 1 ? prefix[..^1] + "a" : prefix));
        if (name.Require("name or generateName is required"))
            name.Invalid(rule(name.Text).Concat(moreOfName ?? []));
        if (!kind.IsNamespaced)
            metadata["namespace"].Forbid("not allowed on this type");
        else if (metadata["namespace"].Require())
            metadata["namespace"].Invalid(NameRules.Label(metadata["namespace"].Text));
        CheckNewParts(metadata);
        CheckStandardFinalizers(kind, metadata["finalizers"]);
    }

    /// <summary>
    /// Checks what an update changed. A server does so twice, once for all kinds (BeforeUpdate) and once for the kind, with or without the rules of a new object;
    /// so the causes say twice or more what the message says once.
    /// </summary>
    public static void CheckUpdate(KindSchema kind, FieldCursor metadata, FieldCursor old)
    {
        CheckNewParts(metadata);
        CheckKept(metadata, old);
        var rules = UpdateRules.GetValueOrDefault(kind.QualifiedKind, kind.IsCustom ? Updated : Updated | New);
        if (rules.HasFlag(New))
        {
            CheckNewParts(metadata);
            CheckStandardFinalizers(kind, metadata["finalizers"]);
        }
        if (rules.HasFlag(Updated))
        {
            CheckKept(metadata, old);
            CheckStandardFinalizers(kind, metadata["finalizers"]);
        }
    }

    /// <summary>Checks the metadata of an object within another.</summary>
    public static void CheckEmbedded(FieldCursor metadata)
    {
        metadata["name"].Invalid(NameRules.PathSegment(metadata["name"].Text));
        CheckNewParts(metadata);
    }

    // Of the kinds in kube-apiserver itself, but for webhooks, which have rules of their own.
    private static void CheckStandardFinalizers(KindSchema kind, FieldCursor finalizers)
    {
        if (kind.IsCustom || kind.Group is "apiextensions.k8s.io" or "admissionregistration.k8s.io" or "apiregistration.k8s.io")
            return;
        foreach (var finalizer in finalizers.Items())
            CheckStandardFinalizer(finalizer);
    }

    /// <summary>A finalizer without a domain is one of the server's own.</summary>
    public static void CheckStandardFinalizer(FieldCursor finalizer)
    {
        if (!finalizer.Text.Contains('/', StringComparison.Ordinal) && finalizer.Text is not ("kubernetes" or "orphan" or "foregroundDeletion"))
            finalizer.Invalid("name is neither a standard finalizer name nor is it fully qualified");
    }

    private static void CheckNewParts(FieldCursor metadata)
    {
        CheckCommon(metadata);
        CheckFinalizers(metadata["finalizers"]);
    }

    private static void CheckKept(FieldCursor metadata, FieldCursor old)
    {
        if (old["deletionTimestamp"].IsSet)
            CheckNoNewFinalizers(metadata["finalizers"], old["finalizers"]);
        foreach (var fixedField in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"])
            metadata[fixedField].RequireUnchanged(old[fixedField]);
        CheckCommon(metadata);
    }

    /// <summary>Checks labels: of an object, of a selector, of a node selector.</summary>
    public static void CheckLabels(FieldCursor labels)
    {
        foreach (var (key, value) in labels.Entries())
        {
            labels.Findings.Invalid(labels.Path, key, NameRules.LabelKey(key));
            labels.Findings.Invalid(labels.Path, value.Value, NameRules.LabelValue(value.Text));
        }
    }

    private static void CheckCommon(FieldCursor metadata)
    {
        metadata["generation"].RequireNonNegative();
        CheckLabels(metadata["labels"]);
        CheckAnnotations(metadata["annotations"]);
        CheckOwners(metadata["ownerReferences"]);
    }

    /// <summary>Checks annotations: of an object, of a template.</summary>
    public static void CheckAnnotations(FieldCursor annotations)
    {
        long size = 0;
        foreach (var (key, value) in annotations.Entries())
        {
            annotations.Findings.Invalid(annotations.Path, key, NameRules.LabelKey(key.ToLowerInvariant()));
            size += NameRules.Length(key) + NameRules.Length(value.Text);
        }
        if (size > MostAnnotationBytes)
            annotations.Findings.TooLong(annotations.Path, MostAnnotationBytes);
    }

    private static void CheckOwners(FieldCursor owners)
    {
        string? controller = null;
        foreach (var owner in owners.Items())
        {
            foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
                owner[name].Require("must not be empty");
            if (owner["kind"].Text == "Event" && owner["apiVersion"].Text == "v1")
                owner.Invalid("/v1, Kind=Event is disallowed from being an owner");
            if (!owner["controller"].IsTrue)
                continue;
            var found = $"{owner["kind"].Text}/{owner["name"].Text}";
            if (controller is not null)
                owners.Invalid($"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {found}");
            controller ??= found;
        }
    }

    private static void CheckFinalizers(FieldCursor finalizers)
    {
        foreach (var finalizer in finalizers.Items())
            finalizers.Findings.Invalid(finalizers.Path, finalizer.Value, NameRules.LabelKey(finalizer.Text));
        var names = finalizers.Items().Select(finalizer => finalizer.Text).ToHashSet();
        if (names.IsSupersetOf(["orphan", "foregroundDeletion"]))
            finalizers.Invalid("finalizer orphan and foregroundDeletion cannot be both set");
    }

    private static void CheckNoNewFinalizers(FieldCursor finalizers, FieldCursor old)
    {
        var added = finalizers.Items().Select(item => item.Text).Except(old.Items().Select(item => item.Text)).Order(StringComparer.Ordinal).ToList();
        if (added.Count > 0)
            finalizers.Findings.Forbidden(finalizers.Path, "no new finalizers can be added if the object is being deleted, found new finalizers "
                + $"[]string{{{string.Join(", ", added.Select(GoText.Quote))}}}");
    }

    private static IEnumerable<string> CronJobName(string name) =>
        NameRules.Length(name) > 52 ? NameRules.Subdomain(name).Append("must be no more than 52 characters") : NameRules.Subdomain(name);
}
