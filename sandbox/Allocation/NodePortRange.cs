namespace Cake.Istio.Sandbox.Allocation;

/// <summary>The node ports of one request: requested ones are taken where they are free, others drawn from the upper part of the range (KEP-3668).</summary>
/// <param name="reservations">What is taken.</param>
/// <param name="random">Where drawing begins.</param>
/// <param name="reservation">The request's own reservation; null for a dry run.</param>
/// <param name="named">
/// The ports that the Service itself names, which are not drawn for its others. A real server draws without looking ahead, and so refuses such a Service
/// once in some thousand times; nobody could rehearse anything with that.
/// </param>
internal sealed class NodePortRange(ServiceReservations reservations, Random random, ServiceReservations.Reservation? reservation, IReadOnlySet<int> named)
{
    private const int First = 30000;
    private const int Last = 32767;
    private const int StaticPart = 86;

    private readonly HashSet<int> _dryRun = [];

    /// <summary>Takes a port that the client names.</summary>
    /// <returns>Why it cannot be had; null when it can.</returns>
    public string? TryTake(int port)
    {
        if (port is < First or > Last)
            return $"provided port is not in the valid range. The range of valid ports is {First.ToString(CultureInfo.InvariantCulture)}-{Last.ToString(CultureInfo.InvariantCulture)}";
        var free = reservation is null ? !reservations.IsPortTaken(port) && _dryRun.Add(port) : reservations.TryTakePort(port, reservation);
        return free ? null : "provided port is already allocated";
    }

    /// <summary>Takes any free port. A dry run gets one beyond the range, which no Service ever has.</summary>
    /// <exception cref="StatusException">500: no port is free.</exception>
    public int Draw()
    {
        if (reservation is null)
        {
            var next = _dryRun.Where(port => port > Last).DefaultIfEmpty(Last).Max() + 1;
            _dryRun.Add(next);
            return next;
        }
        foreach (var (first, count) in ((int, int)[])[(First + StaticPart, Last - First - StaticPart + 1), (First, StaticPart)])
        {
            var start = random.Next(count);
            for (var step = 0; step < count; step++)
            {
                var candidate = first + ((start + step) % count);
                if (!named.Contains(candidate) && reservations.TryTakePort(candidate, reservation))
                    return candidate;
            }
        }
        throw new StatusException(HttpStatusCode.InternalServerError, "InternalError", "Internal error occurred: failed to allocate a nodePort: range is full");
    }
}
