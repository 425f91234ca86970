using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Inventory;

/// <summary>An install that ended well, with what it installed.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Description">What was installed.</param>
/// <param name="At">When it ended.</param>
/// <param name="Manifests">The release's objects as they were applied; empty where only the list of revisions was asked for.</param>
public sealed record Revision(int Number, InstallDescription Description, DateTimeOffset At, IReadOnlyList<KubeObject> Manifests);
