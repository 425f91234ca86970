namespace Cake.Istio.Sandbox.Faults;

/// <summary>A fault at work: it counts what it met and what it hit.</summary>
internal sealed class ArmedFault(Fault fault, int seed)
{
    private readonly Lock _lock = new();
    private int _met;

    /// <summary>The fault.</summary>
    public Fault Fault { get; } = fault;

    /// <summary>How often it hit.</summary>
    public int Hits { get; private set; }

    /// <summary>Whether it hits this request. The draw depends on the seed and on how many requests matched before, and on nothing else.</summary>
    public bool Hit(RequestFilter filter, string method, string path)
    {
        if (!filter.Method.Matches(method) || !filter.Path.Matches(path))
            return false;
        lock (_lock)
        {
            if (Hits >= filter.Times || Draw(_met++) >= filter.Share)
                return false;
            Hits++;
            return true;
        }
    }

    /// <summary>A number from 0 to 1 that belongs to the latest hit.</summary>
    public double Fraction => Draw(~Hits);

    /// <summary>Counts a hit of a fault that is not about requests.</summary>
    public void Count()
    {
        lock (_lock)
            Hits++;
    }

    private double Draw(int ordinal)
    {
        // SplitMix64: neighbouring seeds and ordinals give unrelated numbers.
        var mixed = unchecked(((ulong)(uint)seed << 32 | (uint)ordinal) + 0x9E3779B97F4A7C15ul);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ul);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBul);
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1ul << 53));
    }
}
