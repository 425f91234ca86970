namespace Cake.Istio.Sandbox.Tables;

/// <summary>Access rules, admission and storage.</summary>
internal static class PolicyTables
{
    /// <summary>The printers by kind.</summary>
    public static IEnumerable<KeyValuePair<string, TablePrinter>> Printers { get; } =
    [
        new("Role", CreatedAt()),
        new("ClusterRole", CreatedAt()),
        new("RoleBinding", Binding()),
        new("ClusterRoleBinding", Binding()),
        new("MutatingWebhookConfiguration", Counting("Webhooks", value => value.Objects("webhooks"))),
        new("ValidatingWebhookConfiguration", Counting("Webhooks", value => value.Objects("webhooks"))),
        new("ValidatingAdmissionPolicy", Policy("Validations", "validations")),
        new("MutatingAdmissionPolicy", Policy("Mutations", "mutations")),
        new("ValidatingAdmissionPolicyBinding", PolicyBinding()),
        new("MutatingAdmissionPolicyBinding", PolicyBinding()),
        new("StorageClass", TablePrinter.Of("Name,Provisioner,ReclaimPolicy,VolumeBindingMode,AllowVolumeExpansion,Age", (value, now) =>
        [
            value.Name() + (value.Annotation("storageclass.kubernetes.io/is-default-class") == "true" ? " (default)" : ""), value.Text("provisioner"),
            value.Or("Delete", "reclaimPolicy"), value.Or("Immediate", "volumeBindingMode"), value.Flag("allowVolumeExpansion") ?? false, value.Age(now),
        ])),
        new("PersistentVolume", TablePrinter.Of(
            "Name,Capacity,Access Modes,Reclaim Policy,Status,Claim,StorageClass,VolumeAttributesClass,Reason,Age,VolumeMode*", (value, now) =>
        [
            value.Name(), value.Text("spec", "capacity", "storage"), AccessModes(value, "spec"), value.Text("spec", "persistentVolumeReclaimPolicy"), Phase(value),
            value.Text("spec", "claimRef", "name") is { } claim ? $"{value.Text("spec", "claimRef", "namespace")}/{claim}" : "", value.Text("spec", "storageClassName") ?? "",
            value.Or("<unset>", "spec", "volumeAttributesClassName"), value.Text("status", "reason") ?? "", value.Age(now), value.Or("<unset>", "spec", "volumeMode"),
        ])),
        new("PersistentVolumeClaim", TablePrinter.Of("Name,Status,Volume,Capacity,Access Modes,StorageClass,VolumeAttributesClass,Age,VolumeMode*", (value, now) =>
        [
            value.Name(), Phase(value), value.Text("spec", "volumeName") ?? "", value.Text("status", "capacity", "storage") ?? "", AccessModes(value, "status"),
            value.Text("spec", "storageClassName") ?? "", value.Or("<unset>", "spec", "volumeAttributesClassName"), value.Age(now), value.Or("<unset>", "spec", "volumeMode"),
        ])),
        new("CertificateSigningRequest", TablePrinter.Of("Name,Age,SignerName,Requestor,RequestedDuration,Condition", (value, now) =>
        [
            value.Name(), value.Age(now), value.OrNone("spec", "signerName"), value.Text("spec", "username"),
            value.Number("spec", "expirationSeconds") is { } seconds ? HumanDuration.Format(TimeSpan.FromSeconds(seconds)) : "<none>",
            RequestState(value),
        ])),
        new("CSINode", Counting("Drivers", value => value.Objects("spec", "drivers"))),
        new("VolumeAttachment", TablePrinter.Of("Name,Attacher,PV,Node,Attached?,Age", (value, now) =>
        [
            value.Name(), value.Text("spec", "attacher"), value.Text("spec", "source", "persistentVolumeName") ?? "", value.Text("spec", "nodeName"),
            value.Flag("status", "attached") ?? false, value.Age(now),
        ])),
        new("VolumeAttributesClass", TablePrinter.Of("Name,DriverName,Age", (value, now) => [value.Name(), value.Text("driverName"), value.Age(now)])),
        new("DeviceClass", TablePrinter.Of("Name,Age", (value, now) => [value.Name(), value.Age(now)])),
        new("ResourceClaimTemplate", TablePrinter.Of("Name,Age", (value, now) => [value.Name(), value.Age(now)])),
        new("CSIDriver", TablePrinter.Of("Name,AttachRequired?,PodInfoOnMount?,StorageCapacity?,TokenRequests,RequiresRepublish?,Modes,Age", (value, now) =>
        [
            value.Name(), value.Flag("spec", "attachRequired") ?? true, value.Flag("spec", "podInfoOnMount") ?? false, value.Flag("spec", "storageCapacity") ?? false,
            value.At("spec", "tokenRequests") is null ? "<unset>" : string.Join(',', value.Objects("spec", "tokenRequests").Select(request => request.Text("audience"))),
            value.Flag("spec", "requiresRepublish") ?? false, CellText.Joined(value.Texts("spec", "volumeLifecycleModes")), value.Age(now),
        ])),
        new("CSIStorageCapacity", TablePrinter.Of("Name,StorageClassName,Capacity", (value, _) => [value.Name(), value.Text("storageClassName"), value.Or("<unset>", "capacity")])),
        new("PriorityLevelConfiguration", TablePrinter.Of("Name,Type,NominalConcurrencyShares,Queues,HandSize,QueueLengthLimit,Age", (value, now) =>
        [
            value.Name(), value.Text("spec", "type"), value.At("spec", "limited", "nominalConcurrencyShares")?.DeepClone() ?? "<none>", Queuing(value, "queues"),
            Queuing(value, "handSize"), Queuing(value, "queueLengthLimit"), value.Age(now),
        ])),
        new("FlowSchema", TablePrinter.Of("Name,PriorityLevel,MatchingPrecedence,DistinguisherMethod,Age,MissingPL", (value, now) =>
        [
            value.Name(), value.Text("spec", "priorityLevelConfiguration", "name"), value.Number("spec", "matchingPrecedence"),
            value.OrNone("spec", "distinguisherMethod", "type"), value.Age(now),
            value.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Dangling").Text("status") ?? "?",
        ])),
    ];

    /// <summary>The printer of a kind without one of its own.</summary>
    public static TablePrinter CreatedAt() => TablePrinter.Of("Name,Created At@", (value, _) => [value.Name(), value.Text("metadata", "creationTimestamp")]);

    private static TablePrinter Counting(string column, Func<JsonObject, IEnumerable<JsonObject>> items) =>
        TablePrinter.Of($"Name,{column}#,Age", (value, now) => [value.Name(), items(value).Count(), value.Age(now)]);

    private static TablePrinter Binding() => TablePrinter.Of("Name,Role,Age,Users*,Groups*,ServiceAccounts*", (value, now) =>
    [
        value.Name(), $"{value.Text("roleRef", "kind")}/{value.Text("roleRef", "name")}", value.Age(now), Subjects(value, "User"), Subjects(value, "Group"),
        Subjects(value, "ServiceAccount"),
    ]);

    private static TablePrinter Policy(string column, string field) => TablePrinter.Of($"Name,{column}#,ParamKind,Age", (value, now) =>
    [
        value.Name(), value.Objects("spec", field).Count(),
        value.Text("spec", "paramKind", "kind") is { } kind ? $"{value.Text("spec", "paramKind", "apiVersion")}/{kind}" : "<unset>", value.Age(now),
    ]);

    private static TablePrinter PolicyBinding() => TablePrinter.Of("Name,PolicyName,ParamRef,Age", (value, now) =>
    [
        value.Name(), value.Text("spec", "policyName"), value.Text("spec", "paramRef", "name") is { } name ? $"{value.Or("*", "spec", "paramRef", "namespace")}/{name}" : "<unset>", value.Age(now),
    ]);

    private static string RequestState(JsonObject request)
    {
        bool Is(string type) => request.Objects("status", "conditions").Any(condition => condition.Text("type") == type);
        return (Is("Denied") ? "Denied" : Is("Approved") ? "Approved" : "Pending") + (Is("Failed") ? ",Failed" : "") + (request.At("status", "certificate") is null ? "" : ",Issued");
    }

    private static string Subjects(JsonObject binding, string kind) => string.Join(", ", binding.Objects("subjects").Where(subject => subject.Text("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")));

    private static JsonNode Queuing(JsonObject level, string field) => level.At("spec", "limited", "limitResponse", "queuing", field)?.DeepClone() ?? "<none>";

    private static string? Phase(JsonObject value) => value.IsDeleting() ? "Terminating" : value.Text("status", "phase");

    private static string AccessModes(JsonObject value, string part) => string.Join(',',
        new[] { ("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP") }
            .Where(mode => value.Texts(part, "accessModes").Contains(mode.Item1)).Select(mode => mode.Item2));
}
