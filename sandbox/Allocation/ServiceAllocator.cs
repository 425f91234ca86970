namespace Cake.Istio.Sandbox.Allocation;

/// <summary>Allocates from the ranges of a kubeadm cluster: addresses 10.96.0.0/16, node ports 30000 to 32767.</summary>
internal sealed class ServiceAllocator(ServiceReservations reservations, Random random) : IServiceAllocator
{
    private readonly ClusterIpRange _addresses = new(reservations, random);

    public IDisposable Create(JsonObject service, bool dryRun) => Reserve(dryRun, reservation =>
    {
        ClusterIpFields.Normalize(service, null);
        ClusterIpFields.Complete(service, null);
        if (!ServiceType.IsExternalName(service) && !ServiceType.IsHeadless(service))
            _addresses.Allocate(service, reservation);
        AllocatePorts(service, null, reservation);
    });

    public IDisposable Update(JsonObject service, JsonObject old, bool dryRun) => Reserve(dryRun, reservation =>
    {
        ServiceUpdate.KeepAllocated(service, old);
        ClusterIpFields.Normalize(service, old);
        ClusterIpFields.Complete(service, old);
        if (ServiceType.IsExternalName(old) && !ServiceType.IsExternalName(service) && !ServiceType.IsHeadless(service))
            _addresses.Allocate(service, reservation);
        AllocatePorts(service, old, reservation);
        ServiceUpdate.DropForType(service, old);
        ClusterIpFields.Refuse(service, ClusterIpRules.CheckUpdate(service, old));
    });

    private void AllocatePorts(JsonObject service, JsonObject? old, ServiceReservations.Reservation? reservation)
    {
        var range = new NodePortRange(reservations, random, reservation);
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
