namespace Cake.Istio.Releases;

/// <summary>What a <see cref="PartialFile"/> is a part of.</summary>
/// <param name="Url">Where it comes from, without credentials and query.</param>
/// <param name="Validator">The server's entity tag or date for <c>If-Range</c>, or null where it gives none.</param>
/// <param name="Total">Bytes of the whole, or null where the server does not say.</param>
internal sealed record PartialFileState(string Url, string? Validator, long? Total);
