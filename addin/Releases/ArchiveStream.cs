namespace Cake.Istio.Releases;

/// <summary>Reads an archive for a library that believes its headers: what it may read between two entries is bounded.</summary>
/// <remarks>A header can claim gigabytes of metadata, and a compressed stream can deliver them.</remarks>
internal sealed class ArchiveStream(Stream inner) : Stream
{
    private long _allowance;

    /// <summary>How many zero bytes were read last; the mark at the end of a tar archive is made of them.</summary>
    public long TrailingZeros { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => inner.CanSeek;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => inner.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>Sets how many bytes may be read from here on.</summary>
    public void Allow(long bytes) => _allowance = bytes;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Counted(buffer, inner.Read(buffer));

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Counted(buffer.Span, read);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Counted(ReadOnlySpan<byte> buffer, int read)
    {
        _allowance -= read;
        if (_allowance < 0)
            throw new InvalidDataException("more metadata than a release can have");
        var last = buffer[..read].LastIndexOfAnyExcept((byte)0);
        TrailingZeros = last < 0 ? TrailingZeros + read : read - last - 1;
        return read;
    }
}
