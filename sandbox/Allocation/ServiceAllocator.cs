namespace Cake.Istio.Sandbox.Allocation;

/// <summary>
/// Gives Services their cluster IPs and node ports, before validation, from the ranges of a kubeadm cluster: addresses 10.96.0.0/16, node ports 30000 to 32767.
/// </summary>
internal sealed class ServiceAllocator(ServiceReservations reservations, Random random)
{
    private readonly ClusterIpRange _addresses = new(reservations, random);

    /// <summary>Fills in what a new Service needs, in place; a dry run reserves nothing and gets placeholders.</summary>
    /// <returns>Dispose it once the Service is stored or refused: then the stored Services say what is taken.</returns>
    /// <exception cref="StatusException">422 for an address or port that is taken or out of range.</exception>
    public IDisposable Create(JsonObject service, bool dryRun) => Reserve(dryRun, reservation =>
    {
        ClusterIpFields.Normalize(service, null);
        ClusterIpFields.Complete(service, null);
        if (!ServiceType.IsExternalName(service) && !ServiceType.IsHeadless(service))
            _addresses.Allocate(service, reservation);
        AllocatePorts(service, null, reservation);
    });

    /// <summary>Fills in what an updated Service needs and clears what its type no longer has, in place.</summary>
    /// <returns>As <see cref="Create"/>.</returns>
    /// <exception cref="StatusException">422 for an address or port that is taken, out of range, or may not change.</exception>
    public IDisposable Update(JsonObject service, JsonObject old, bool dryRun) => Reserve(dryRun, reservation =>
    {
        ServiceUpdate.KeepAllocated(service, old);
        ClusterIpFields.Normalize(service, old);
        ClusterIpFields.Complete(service, old);
        if (ServiceType.IsExternalName(old) && !ServiceType.IsExternalName(service) && !ServiceType.IsHeadless(service))
            _addresses.Allocate(service, reservation);
        AllocatePorts(service, old, reservation);
        ServiceUpdate.DropForType(service, old);
        ClusterIpFields.Refuse(service, findings => ClusterIpRules.CheckUpdate(service, old, findings));
    });

    private void AllocatePorts(JsonObject service, JsonObject? old, ServiceReservations.Reservation? reservation)
    {
        var range = new NodePortRange(reservations, random, reservation, NodePortFields.NamedBy(service));
        if (old is null)
            NodePortFields.Create(service, range);
        else
            NodePortFields.Update(service, old, range);
        NodePortFields.HealthCheck(service, old, range);
    }

    private ServiceReservations.Reservation Reserve(bool dryRun, Action<ServiceReservations.Reservation?> allocate)
    {
        var reservation = reservations.Begin();
        try
        {
            allocate(dryRun ? null : reservation);
            return reservation;
        }
        catch
        {
            reservation.Dispose();
            throw;
        }
    }
}
