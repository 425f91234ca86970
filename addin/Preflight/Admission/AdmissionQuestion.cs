namespace Cake.Istio.Preflight.Admission;

/// <summary>A write that the API server asks webhooks about.</summary>
/// <param name="Operation"><c>CREATE</c>, <c>UPDATE</c> or <c>DELETE</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The API version in which it is written.</param>
/// <param name="Resource">The plural, such as <c>deployments</c>.</param>
/// <param name="Namespace">The namespace, or null for a cluster-scoped object.</param>
/// <param name="Name">The object's name; empty where it is not known before.</param>
/// <param name="Labels">The object's labels as they will be.</param>
/// <param name="OldLabels">The object's labels as they are, or null for one that is made.</param>
internal sealed record AdmissionQuestion(
    string Operation,
    string Group,
    string Version,
    string Resource,
    string? Namespace,
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string>? OldLabels);
