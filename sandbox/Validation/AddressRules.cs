namespace Cake.Istio.Sandbox.Validation;

/// <summary>IP addresses.</summary>
internal static class AddressRules
{
    /// <summary>It is one.</summary>
    /// <returns>The address, or null.</returns>
    public static IPAddress? Check(FieldCursor value)
    {
        if (IPAddress.TryParse(value.Text, out var address))
            return address;
        value.Invalid("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        return null;
    }

    /// <summary>It is one that traffic can be sent to from elsewhere.</summary>
    public static void CheckNotSpecial(FieldCursor value)
    {
        if (Check(value) is not { } address)
            return;
        var bytes = address.GetAddressBytes();
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            value.Invalid($"may not be unspecified ({value.Text})");
        if (IPAddress.IsLoopback(address))
            value.Invalid("may not be in the loopback range (127.0.0.0/8, ::1/128)");
        if (address.IsIPv6LinkLocal || bytes is [169, 254, _, _])
            value.Invalid("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        if (bytes is [224, 0, 0, _] || (bytes.Length == 16 && bytes[0] == 0xff && bytes[1] == 0x02))
            value.Invalid("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
}
