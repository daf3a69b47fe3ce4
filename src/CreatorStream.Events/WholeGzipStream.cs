using System.IO.Compression;

namespace CreatorStream.Events;

/// <summary>
/// What gzip holds, of all its members. <see cref="GZipStream"/> alone ends without a word where something behind a member is no gzip:
/// what a damaged second member held would be gone unseen.
/// </summary>
public sealed class WholeGzipStream : ForwardStream
{
    private readonly Source source;
    private readonly GZipStream unpacking;

    /// <param name="packed">From its beginning. It is disposed, too.</param>
    public WholeGzipStream(Stream packed)
    {
        source = new Source(packed);
        unpacking = new GZipStream(source, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">It is damaged, cut, or has something behind it.</exception>
    public override int Read(Span<byte> buffer) => Checked(unpacking.Read(buffer), buffer.Length);

    /// <inheritdoc cref="Read(Span{byte})"/>
    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => Checked(await unpacking.ReadAsync(buffer, cancellationToken), buffer.Length);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacking.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Behind the last member it asks for more, and only there hears that there is none.</summary>
    private int Checked(int read, int asked) =>
        read > 0 || asked == 0 || source.HasEnded
            ? read
            : throw new InvalidDataException("Something behind a member of the gzip is none.");

    /// <summary>Notes when it was read to its end.</summary>
    private sealed class Source(Stream packed) : ForwardStream
    {
        public bool HasEnded { get; private set; }

        public override int Read(Span<byte> buffer) => Noted(packed.Read(buffer), buffer.Length);

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => Noted(await packed.ReadAsync(buffer, cancellationToken), buffer.Length);

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
