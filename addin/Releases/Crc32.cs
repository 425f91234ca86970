namespace Cake.Istio.Releases;

/// <summary>The checksum of zip entries (ISO 3309), which .NET's zip reader leaves unchecked.</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Remainder)];
    private uint _state = uint.MaxValue;

    /// <summary>The checksum of everything appended.</summary>
    public uint Value => ~_state;

    /// <summary>Takes more bytes in.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        foreach (var b in bytes)
            state = Table[(byte)(state ^ b)] ^ (state >> 8);
        _state = state;
    }

    private static uint Remainder(int b)
    {
        var value = (uint)b;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        return value;
    }
}
