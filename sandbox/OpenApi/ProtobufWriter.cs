using System.Buffers;

namespace Cake.Istio.Sandbox.OpenApi;

/// <summary>Writes a protobuf message. Fields without content are left out, as proto3 does.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The message.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Writes a text.</summary>
    public void Text(int field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            Bytes(field, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Writes a true.</summary>
    public void Flag(int field, bool value)
    {
        if (!value)
            return;
        Number((ulong)((field << 3) | Varint));
        Number(1);
    }

    /// <summary>Writes a message within this one, even if it is empty.</summary>
    public void Message(int field, Action<ProtobufWriter> write)
    {
        var inner = new ProtobufWriter();
        write(inner);
        Bytes(field, inner.Written);
    }

    private void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Number((ulong)((field << 3) | LengthDelimited));
        Number((ulong)value.Length);
        _bytes.Write(value);
    }

    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
