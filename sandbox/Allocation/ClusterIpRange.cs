using System.Net.Sockets;

namespace Cake.Istio.Sandbox.Allocation;

/// <summary>The cluster's service address range: requested addresses are taken where they are free, others are drawn from the upper part (KEP-3070).</summary>
internal sealed class ClusterIpRange(ServiceReservations reservations, Random random)
{
    /// <summary>The range, as <c>--service-cluster-ip-range</c>.</summary>
    public static IPNetwork Range { get; } = IPNetwork.Parse("10.96.0.0/16");

    /// <summary>The address of the Service <c>kubernetes</c>.</summary>
    public const string KubernetesService = "10.96.0.1";

    private const int Size = 1 << 16;
    private const int StaticPart = 256;

    /// <summary>Gives the Service its address; sets clusterIP and clusterIPs.</summary>
    /// <exception cref="StatusException">422: the requested address is taken or out of range.</exception>
    public void Allocate(JsonObject service, ServiceReservations.Reservation? reservation)
    {
        var spec = service.Child("spec");
        var address = spec.Texts("clusterIPs").FirstOrDefault(ip => ip.Length > 0) is { } wanted ? Take(service, wanted, reservation) : Draw(reservation);
        spec["clusterIP"] = address;
        spec["clusterIPs"] = new JsonArray(address);
    }

    private string Take(JsonObject service, string wanted, ServiceReservations.Reservation? reservation)
    {
        var ip = IPAddress.Parse(wanted);
        var offset = ip.AddressFamily == AddressFamily.InterNetwork && Range.Contains(ip) ? Offset(ip) : -1;
        var problem = offset < 0 ? "the provided network does not match the current range"
            : offset is 0 or Size - 1 ? $"the provided IP ({wanted}) is not in the valid range. The range of valid IPs is {Range}"
            : reservation is not null && !reservations.TryTakeAddress(ip, reservation) ? "provided IP is already allocated"
            : null;
        if (problem is not null)
            ClusterIpFields.Refuse(service, findings => findings.Invalid("spec.clusterIPs", service.At("spec", "clusterIPs"), $"failed to allocate IP {wanted}: {problem}"));
        return wanted;
    }

    // A dry run gets the range's base address, which no Service ever has.
    private string Draw(ServiceReservations.Reservation? reservation)
    {
        if (reservation is null)
            return Range.BaseAddress.ToString();
        foreach (var (first, count) in ((int, int)[])[(StaticPart + 1, Size - StaticPart - 2), (1, StaticPart)])
        {
            var start = random.Next(count);
            for (var step = 0; step < count; step++)
            {
                var candidate = At(first + ((start + step) % count));
                if (reservations.TryTakeAddress(candidate, reservation))
                    return candidate.ToString();
            }
        }
        throw new StatusException(HttpStatusCode.InternalServerError, "InternalError", "Internal error occurred: failed to allocate a serviceIP: range is full");
    }

    private static int Offset(IPAddress ip)
    {
        var bytes = ip.GetAddressBytes();
        return (bytes[2] << 8) | bytes[3];
    }

    private static IPAddress At(int offset)
    {
        var bytes = Range.BaseAddress.GetAddressBytes();
        return new IPAddress([bytes[0], bytes[1], (byte)(offset >> 8), (byte)offset]);
    }
}
