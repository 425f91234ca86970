namespace Cake.Istio.Sandbox.Allocation;

/// <summary>
/// What addresses and node ports are taken: by the stored Services, read from every change to them, and by Services that are on their way into the store.
/// Nothing is ever released by hand, so nothing can leak.
/// </summary>
internal sealed class ServiceReservations : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _ports = [];
    private readonly IDisposable _subscription;

    /// <summary>Begins with the stored Services and follows them.</summary>
    public ServiceReservations(IClusterState state)
    {
        _subscription = state.Subscribe(Follow);
        foreach (var service in state.List(Resources.Services))
            Count(Taken.By(service), +1);
    }

    /// <summary>Takes an address if nobody has it.</summary>
    public bool TryTakeAddress(IPAddress address, Reservation reservation)
    {
        lock (_lock)
        {
            var text = address.ToString();
            if (_addresses.GetValueOrDefault(text) > 0)
                return false;
            _addresses[text] = 1;
            reservation.Taken.Addresses.Add(text);
            return true;
        }
    }

    /// <summary>Takes a node port if nobody has it.</summary>
    public bool TryTakePort(int port, Reservation reservation)
    {
        lock (_lock)
        {
            if (_ports.GetValueOrDefault(port) > 0)
                return false;
            _ports[port] = 1;
            reservation.Taken.Ports.Add(port);
            return true;
        }
    }

    /// <summary>Whether somebody has the node port.</summary>
    public bool IsPortTaken(int port)
    {
        lock (_lock)
            return _ports.GetValueOrDefault(port) > 0;
    }

    /// <summary>Begins to reserve for one request.</summary>
    public Reservation Begin() => new(this);

    public void Dispose() => _subscription.Dispose();

    private void Follow(StateChange change)
    {
        if (change.Resource != Resources.Services)
            return;
        if (change.Previous is { } previous)
            Count(Taken.By(previous.Read()), -1);
        if (change.Type != StateChangeType.Deleted)
            Count(Taken.By(change.Read()), +1);
    }

    private void Count(Taken taken, int by)
    {
        lock (_lock)
        {
            foreach (var address in taken.Addresses)
                _addresses[address] = _addresses.GetValueOrDefault(address) + by;
            foreach (var port in taken.Ports)
                _ports[port] = _ports.GetValueOrDefault(port) + by;
        }
    }

    /// <summary>What one request has taken, until it is disposed.</summary>
    internal sealed class Reservation(ServiceReservations owner) : IDisposable
    {
        /// <summary>What it has taken.</summary>
        public Taken Taken { get; } = new([], []);

        public void Dispose()
        {
            owner.Count(Taken, -1);
            Taken.Addresses.Clear();
            Taken.Ports.Clear();
        }
    }
}
