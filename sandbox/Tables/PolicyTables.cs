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
            value.Or("Delete", "reclaimPolicy"), value.Or("<unset>", "volumeBindingMode"), value.Flag("allowVolumeExpansion") ?? false, value.Age(now),
        ])),
        new("PersistentVolume", TablePrinter.Of(
            "Name,Capacity,Access Modes,Reclaim Policy,Status,Claim,StorageClass,VolumeAttributesClass,Reason,Age,VolumeMode*", (value, now) =>
        [
            value.Name(), value.Text("spec", "capacity", "storage"), AccessModes(value, "spec"), value.Text("spec", "persistentVolumeReclaimPolicy"), Phase(value),
            value.Text("spec", "claimRef", "name") is { } claim ? $"{value.Text("spec", "claimRef", "namespace")}/{claim}" : "", value.Text("spec", "storageClassName"),
            value.Or("<unset>", "spec", "volumeAttributesClassName"), value.Text("status", "reason"), value.Age(now), value.Or("<unset>", "spec", "volumeMode"),
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
            value.Objects("status", "conditions").Any() ? string.Join(',', value.Objects("status", "conditions").Select(condition => condition.Text("type"))) : "Pending",
        ])),
        new("CSINode", Counting("Drivers", value => value.Objects("spec", "drivers"))),
        new("VolumeAttachment", TablePrinter.Of("Name,Attacher,PV,Node,Attached,Age", (value, now) =>
        [
            value.Name(), value.Text("spec", "attacher"), value.Text("spec", "source", "persistentVolumeName") ?? "", value.Text("spec", "nodeName"),
            value.Flag("status", "attached") ?? false, value.Age(now),
        ])),
        new("VolumeAttributesClass", TablePrinter.Of("Name,DriverName,Age", (value, now) => [value.Name(), value.Text("driverName"), value.Age(now)])),
        new("DeviceClass", TablePrinter.Of("Name,Age", (value, now) => [value.Name(), value.Age(now)])),
        new("ResourceClaimTemplate", TablePrinter.Of("Name,Age", (value, now) => [value.Name(), value.Age(now)])),
        new("FlowSchema", TablePrinter.Of("Name,PriorityLevel,MatchingPrecedence#,DistinguisherMethod,Age,MissingPL", (value, now) =>
        [
            value.Name(), value.Text("spec", "priorityLevelConfiguration", "name"), value.Number("spec", "matchingPrecedence"),
            value.OrNone("spec", "distinguisherMethod", "type"), value.Age(now), "?",
        ])),
    ];

    /// <summary>The printer of a kind without one of its own.</summary>
    public static TablePrinter CreatedAt() => TablePrinter.Of("Name,Created At", (value, _) => [value.Name(), value.Text("metadata", "creationTimestamp")]);

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
        value.Name(), value.Text("spec", "policyName"), value.Or("<unset>", "spec", "paramRef", "name"), value.Age(now),
    ]);

    private static string Subjects(JsonObject binding, string kind) => string.Join(", ", binding.Objects("subjects").Where(subject => subject.Text("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")));

    private static string? Phase(JsonObject value) => value.IsDeleting() ? "Terminating" : value.Text("status", "phase");

    private static string AccessModes(JsonObject value, string part) => string.Join(',', value.Texts(part, "accessModes").Distinct().Select(mode => mode switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        _ => "RWOP",
    }));
}
