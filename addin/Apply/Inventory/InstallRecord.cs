namespace Cake.Istio.Apply.Inventory;

/// <summary>What this installer has put into a cluster; kept in the mesh namespace, never on the client.</summary>
/// <param name="Revision">Counts the installs that changed something, from 1.</param>
/// <param name="State">How far the last one got.</param>
/// <param name="Description">What was installed.</param>
/// <param name="PlanDigest">The digest of the plan that was carried out.</param>
/// <param name="UpdatedAt">When the record was written.</param>
/// <param name="MadeNamespace">Whether the mesh namespace did not exist before the first install.</param>
/// <param name="Objects">Every object of the mesh.</param>
public sealed record InstallRecord(
    int Revision,
    RecordState State,
    InstallDescription Description,
    string PlanDigest,
    DateTimeOffset UpdatedAt,
    bool MadeNamespace,
    IReadOnlyList<RecordedObject> Objects);
