namespace Cake.Istio.Sandbox.Validation;

/// <summary>IP addresses.</summary>
internal static class AddressRules
{
    /// <summary>It is one.</summary>
    /// <returns>The address, or null.</returns>
    public static IPAddress? Check(FieldCursor value)
    {
        if (IPAddress.TryParse(value.Text, out var address) && (value.Text.Contains(':', StringComparison.Ordinal) || value.Text.Count(letter => letter == '.') == 3))
        {
            if (IsPadded(value.Text))
                value.Invalid("must not have leading 0s");
            return address;
        }
        value.Invalid("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        return null;
    }

    /// <summary>The name, if there is one, is one of DNS.</summary>
    public static void CheckHostname(FieldCursor value)
    {
        if (value.IsEmpty)
            return;
        value.Invalid(NameRules.Subdomain(value.Text));
        if (IPAddress.TryParse(value.Text, out _))
            value.Invalid("must be a DNS name, not an IP address");
    }

    /// <summary>It is a range such as <c>10.9.8.0/24</c>; blanks around it are part of the API.</summary>
    public static void CheckRange(FieldCursor value)
    {
        var text = value.Text.Trim();
        if (text.Split('/') is not [var first, var length] || !IPAddress.TryParse(first, out var address) || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            || bits > address.GetAddressBytes().Length * 8)
            value.Findings.Invalid(value.Path, text, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        else if (IsPadded(first) || length is ['0', _, ..])
            value.Findings.Invalid(value.Path, text, "must not have leading 0s in IP or prefix length");
        else if (!IPNetwork.TryParse(text, out var network) || !network.BaseAddress.Equals(address))
            value.Findings.Invalid(value.Path, text, "must not have bits set beyond the prefix length");
    }

    private static bool IsPadded(string address) => address.Contains('.', StringComparison.Ordinal) && address.Split('.').Any(part => part is ['0', _, ..]);

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
