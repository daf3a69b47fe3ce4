namespace CreatorStream.Connectors.Notifications;

/// <summary>A connection from which only so much is read: the other side may go on for ever, and its words are kept.</summary>
internal sealed class BoundedStream(Stream connection, long mostRead) : Stream
{
    private long left = mostRead;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override bool CanTimeout => connection.CanTimeout;

    public override int ReadTimeout
    {
        get => connection.ReadTimeout;
        set => connection.ReadTimeout = value;
    }

    public override int WriteTimeout
    {
        get => connection.WriteTimeout;
        set => connection.WriteTimeout = value;
    }

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    /// <exception cref="IOException">It was more than may be read.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Count(connection.Read(buffer, offset, count));

    /// <inheritdoc cref="Read(byte[], int, int)" />
    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => Count(await connection.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => connection.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        connection.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Flush() => connection.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        left -= read;
        return left >= 0 ? read : throw new IOException("the other side says too much");
    }
}
