namespace Cake.Istio.Manifests.Yaml;

/// <summary>Stops a document that blows itself up through aliases ("billion laughs"), by go-yaml's own measure.</summary>
internal sealed class AliasBudget
{
    // go-yaml v2: up to this many nodes, 99 % of them may come from aliases; from the high mark on 10 %, in between it falls evenly.
    private const int LowMark = 400_000;
    private const int HighMark = 4_000_000;

    private long _aliased;

    /// <summary>Nodes so far, aliases resolved.</summary>
    internal int Nodes { get; private set; }

    /// <summary>Counts one node of the text.</summary>
    internal void Count() => Nodes++;

    /// <summary>Counts the nodes that an alias brings.</summary>
    /// <returns>False if that is too many.</returns>
    internal bool TryExpand(int weight)
    {
        if ((long)Nodes + weight > int.MaxValue)
            return false;
        Nodes += weight;
        _aliased += weight;
        return _aliased <= 100 || Nodes <= 1000 || (double)_aliased / Nodes <= Allowed(Nodes);
    }

    private static double Allowed(int nodes) => nodes switch
    {
        <= LowMark => 0.99,
        >= HighMark => 0.10,
        _ => 0.99 - (0.89 * (nodes - LowMark) / (HighMark - LowMark)),
    };
}
