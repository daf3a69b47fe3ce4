using System.Buffers;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// Puts pieces together to ticks. Of each visitor task it begins with the first tick of a generation, which holds
/// everything; an older generation is passed over. Until what was there at the start has been read, whole ticks are held
/// back: those that a newer generation voids need not be merged.
/// </summary>
public sealed class PartialsAssembly(int partitions)
{
    private readonly Source[] sources = [.. Enumerable.Range(0, partitions).Select(_ => new Source())];
    private readonly Queue<(Source Of, Tick Tick)> whole = [];
    private bool isPastStart;

    /// <summary>The offset before which no record is needed: of the oldest of the newest whole generations.</summary>
    public long NeededFrom => sources.Min(of => of.NeededFrom);

    /// <summary>There are whole ticks to be taken out before the next message.</summary>
    public bool HasWhole => whole.Count > 0;

    /// <summary>Takes the next message.</summary>
    /// <returns>false where it is no piece.</returns>
    public bool Take(in PartialsMessage message)
    {
        if (!PartialsPiece.TryRead(message.Key, out PartialsPiece piece) || (uint)piece.Partition >= sources.Length)
        {
            return false;
        }
        Source of = sources[piece.Partition];
        if (of.Add(piece, message.Offset, message.Content) is { } bytes)
        {
            var tick = new Tick(bytes, piece.Generation, of.FirstOffset);
            if (isPastStart)
            {
                whole.Enqueue((of, tick));
            }
            else
            {
                of.Hold(tick);
            }
        }
        return true;
    }

    /// <summary>What was there at the start has been read: what was held back comes, and from now on all at once.</summary>
    public void PassStart()
    {
        isPastStart = true;
        foreach (Source of in sources)
        {
            foreach (Tick tick in of.Held)
            {
                whole.Enqueue((of, tick));
            }
            of.Held.Clear();
        }
    }

    /// <summary>Takes out the next whole tick.</summary>
    /// <returns>null where it can't be used: its generation's first tick is missing.</returns>
    public PartialRows? TakeOut()
    {
        (Source of, Tick tick) = whole.Dequeue();
        PartialRows read = PartialRowsCodec.Read(tick.Bytes, Families.Composed);
        return of.Begins(read, tick) ? read : null;
    }

    /// <summary>A whole tick of a visitor task: PartialRows in bytes, and where its messages begin.</summary>
    private readonly record struct Tick(byte[] Bytes, long Generation, long FirstOffset);

    /// <summary>The pieces of one visitor task's tick.</summary>
    private sealed class Source
    {
        private readonly ArrayBufferWriter<byte> pieces = new();
        private long generation = -1;
        private long begun = -1;
        private int expected;
        private long firstOffset;

        /// <summary>The offset of the first message of the newest whole generation; 0 before there is one.</summary>
        public long NeededFrom { get; private set; }

        /// <summary>Whole ticks of the newest generation, until the end is reached for the first time.</summary>
        public List<Tick> Held { get; } = [];

        /// <summary>The offset of the first message of the tick that was whole last.</summary>
        public long FirstOffset => firstOffset;

        public void Hold(in Tick tick)
        {
            if (Held.Count > 0 && Held[0].Generation != tick.Generation)
            {
                Held.Clear();
            }
            Held.Add(tick);
        }

        /// <returns>A whole tick, or null.</returns>
        public byte[]? Add(PartialsPiece piece, long offset, ReadOnlySpan<byte> content)
        {
            if (piece.Generation < generation)
            {
                return null;
            }
            if (piece.Piece == 0)
            {
                expected = 0;
                pieces.ResetWrittenCount();
                firstOffset = offset;
            }
            generation = piece.Generation;
            if (piece.Piece != expected)
            {
                return null;
            }
            expected++;
            pieces.Write(content);
            if (!piece.IsLast)
            {
                return null;
            }
            byte[] whole = pieces.WrittenSpan.ToArray();
            pieces.ResetWrittenCount();
            expected = -1;
            return whole;
        }

        /// <summary>Whether rows can be used: those of a generation whose first tick has come.</summary>
        public bool Begins(PartialRows read, in Tick tick)
        {
            if (read.ReplacesAll)
            {
                begun = tick.Generation;
                NeededFrom = tick.FirstOffset;
            }
            return begun == tick.Generation;
        }
    }
}
