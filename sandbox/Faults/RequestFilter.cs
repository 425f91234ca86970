namespace Cake.Istio.Sandbox.Faults;

/// <summary>Which requests a fault is for.</summary>
/// <param name="Method">A pattern of the HTTP method.</param>
/// <param name="Path">A pattern of the path, without the query.</param>
/// <param name="Share">The share of the matching requests that are hit, from 0 to 1.</param>
/// <param name="Times">How many requests are hit at most; null for any number.</param>
internal sealed record RequestFilter(Pattern Method, Pattern Path, double Share, int? Times);
