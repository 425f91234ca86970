namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>What a LIST answers with.</summary>
/// <param name="Version">The resourceVersion of the list.</param>
/// <param name="Items">The objects.</param>
/// <param name="Continue">The token of the next page; null when this is the last.</param>
/// <param name="Remaining">How many objects are left after this page; null where that is not told.</param>
internal sealed record ListPage(long Version, IReadOnlyList<StoredObject> Items, string? Continue, long? Remaining);
