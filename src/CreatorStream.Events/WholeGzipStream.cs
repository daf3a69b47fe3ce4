using System.IO.Compression;

namespace CreatorStream.Events;

/// <summary>
/// What gzip holds, of all its members. <see cref="GZipStream"/> alone ends without a word where something behind a member is no gzip:
/// what a damaged second member held would be gone unseen.
/// </summary>
/// <param name="packed">From its beginning. It is disposed, too.</param>
public sealed class WholeGzipStream(Stream packed) : Stream
{
    private readonly Source source = new(packed);
    private GZipStream? unpacking;

    private GZipStream Unpacking => unpacking ??= new GZipStream(source, CompressionMode.Decompress);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">It is damaged, cut, or has something behind it.</exception>
    public override int Read(Span<byte> buffer) => Checked(Unpacking.Read(buffer), buffer.Length);

    /// <inheritdoc cref="Read(Span{byte})"/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc cref="Read(Span{byte})"/>
    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => Checked(await Unpacking.ReadAsync(buffer, cancellationToken), buffer.Length);

    /// <inheritdoc cref="Read(Span{byte})"/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacking?.Dispose();
            source.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Behind the last member it asks for more, and only there hears that there is none.</summary>
    private int Checked(int read, int asked) =>
        read > 0 || asked == 0 || source.HasEnded
            ? read
            : throw new InvalidDataException("Something behind a member of the gzip is none.");

    private sealed class Source(Stream packed) : Stream
    {
        public bool HasEnded { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer) => Noted(packed.Read(buffer), buffer.Length);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => Noted(await packed.ReadAsync(buffer, cancellationToken), buffer.Length);

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                packed.Dispose();
            }
            base.Dispose(disposing);
        }

        private int Noted(int read, int asked)
        {
            HasEnded |= read == 0 && asked > 0;
            return read;
        }
    }
}
