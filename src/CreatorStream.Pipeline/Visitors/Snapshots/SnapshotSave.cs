using System.Text;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// One snapshot that is being saved while its task goes on: some of it is written down in each turn, all of it as it was at
/// the moment when it was begun. A journey that changes before its block was written down is kept as it was.
/// </summary>
internal sealed class SnapshotSave : IDisposable
{
    /// <summary>Between two turns that write something down: a snapshot has time, figures have not.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Where more was kept of journeys that changed, it hurries.</summary>
    private const long MostKept = 16 << 20;

    private readonly VisitorState state;
    private readonly ISnapshotStore store;
    private readonly string task;
    private readonly IReadOnlyDictionary<string, SavedPart> before;
    private readonly Func<Dictionary<string, string>, long, SnapshotManifest> sign;
    private readonly int bytesPerTurn;
    private readonly TimeProvider time;
    private readonly StateScope scope;
    private readonly KeptJourneys kept;
    private readonly Waiting[] lists;
    private readonly Waiting journeys;
    private readonly MemoryStream buffer = new();
    private readonly MemoryStream journey = new();
    private readonly BinaryWriter journeyWriter;
    private readonly List<(string Part, int Start, int Items)> written = [];
    private Task write;
    private SnapshotManifest? manifest;
    private bool hasBegun;
    private int nextList;
    private long wroteAt;

    /// <param name="saved">What contributions save.</param>
    /// <param name="before">The segments of the snapshot before, by part.</param>
    /// <param name="sign">Makes the manifest of the segments' names by part, and their bytes.</param>
    /// <param name="after">What the store is still busy with, of a snapshot that was given up.</param>
    public SnapshotSave(
        VisitorState state,
        VisitorSegments parts,
        IEnumerable<SnapshotSection> saved,
        ISnapshotStore store,
        string task,
        IReadOnlyDictionary<string, SavedPart> before,
        Func<Dictionary<string, string>, long, SnapshotManifest> sign,
        Task after,
        int bytesPerTurn,
        TimeProvider time
    )
    {
        this.state = state;
        this.store = store;
        this.task = task;
        this.before = before;
        this.sign = sign;
        this.bytesPerTurn = bytesPerTurn;
        this.time = time;
        write = after;
        scope = state.Scope.Open();
        kept = new KeptJourneys(scope);
        journeyWriter = new BinaryWriter(journey, Encoding.UTF8);
        lists = [.. parts.Lists.Select(list => new Waiting(list))];
        journeys = Array.Find(lists, of => of.List == parts.Journeys)!;
        foreach (Waiting of in lists)
        {
            for (int block = 0; block < of.Blocks.Length; block++)
            {
                string part = of.List.Part(block);
                of.Blocks[block] =
                    of.List.Changed?.Has(block) == true
                    || !before.TryGetValue(part, out SavedPart was)
                    || was.Items != of.ItemsOf(block);
                if (!of.Blocks[block])
                {
                    Segments[part] = before[part];
                }
            }
            of.List.Changed?.Clear();
        }
        foreach (SnapshotSection section in (IEnumerable<SnapshotSection>)[.. parts.Whole, .. saved])
        {
            Add(section.Name, items: 0, section.WriteTo);
        }
        state.Journeys.Changing = Keep;
    }

    /// <summary>By part, as far as it has come.</summary>
    public Dictionary<string, SavedPart> Segments { get; } = [];

    /// <summary>When it is saved.</summary>
    public SnapshotManifest? Saved { get; private set; }

    /// <summary>Writes some of it down, where the last is on disk and long enough ago.</summary>
    /// <exception cref="LogUnavailableException">It can't be saved.</exception>
    public void Go()
    {
        if (Rest == TimeSpan.Zero)
        {
            GoOn();
        }
    }

    /// <summary>Writes all of it down, and waits for the disk.</summary>
    /// <exception cref="LogUnavailableException">It can't be saved.</exception>
    public void Finish()
    {
        while (Saved == null)
        {
            TakeResult();
            GoOn();
        }
    }

    /// <summary>Completes when it can go on.</summary>
    public Task Due(CancellationToken cancel) => write.IsCompleted ? Task.Delay(Rest, time, cancel) : write;

    /// <summary>It will not be saved: what it was to hold has changed since the snapshot before.</summary>
    /// <returns>Completes when the store is no longer busy with it.</returns>
    public async Task GiveUpAsync(ILogger logger)
    {
        foreach (Waiting of in lists)
        {
            for (int block = 0; block < of.Blocks.Length; block++)
            {
                // Also where it was written down: the snapshot before has another one.
                string part = of.List.Part(block);
                if (of.Blocks[block] || Segments[part] != before.GetValueOrDefault(part))
                {
                    of.List.Changed?.MarkBlock(block);
                }
            }
        }
        Dispose();
        try
        {
            await write;
        }
        catch (LogUnavailableException error)
        {
            logger.SnapshotGivenUp(error, task);
        }
    }

    public void Dispose()
    {
        state.Journeys.Changing = null;
        scope.Dispose();
        journeyWriter.Dispose();
        journey.Dispose();
    }

    private TimeSpan Rest
    {
        get
        {
            TimeSpan rest = wroteAt == 0 || kept.Bytes > MostKept ? default : Pause - time.GetElapsedTime(wroteAt);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>Waits for the store. What it says is heard once.</summary>
    private void TakeResult()
    {
        Task done = write;
        write = Task.CompletedTask;
        done.GetAwaiter().GetResult();
    }

    private void GoOn()
    {
        while (write.IsCompleted && Saved == null)
        {
            TakeResult();
            if (manifest != null)
            {
                Saved = manifest;
                return;
            }
            bool hasAll = WriteSome();
            IReadOnlyList<SnapshotSegment> changed = Changed();
            if (changed.Count > 0)
            {
                write = store.PutAsync(task, changed);
            }
            else if (hasAll)
            {
                manifest = sign(
                    Segments.ToDictionary(of => of.Key, of => of.Value.Name),
                    Segments.Values.Sum(of => (long)of.Bytes)
                );
                write = store.SaveAsync(task, manifest);
            }
            wroteAt = time.GetTimestamp();
            if (!hasAll)
            {
                return;
            }
        }
    }

    /// <returns>Whether that was the rest.</returns>
    private bool WriteSome()
    {
        if (hasBegun)
        {
            buffer.SetLength(0);
        }
        hasBegun = true;
        for (; nextList < lists.Length; nextList++)
        {
            Waiting of = lists[nextList];
            for (; of.Next < of.Blocks.Length; of.Next++)
            {
                int block = of.Next;
                if (!of.Blocks[block])
                {
                    continue;
                }
                if (buffer.Length >= bytesPerTurn)
                {
                    return false;
                }
                Add(of.List.Part(block), of.ItemsOf(block), writer => WriteBlock(writer, of, block));
                of.Blocks[block] = false;
            }
        }
        return true;
    }

    private void Add(string part, int items, Action<BinaryWriter> content)
    {
        written.Add((part, (int)buffer.Length, items));
        using var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true);
        content(writer);
    }

    private void WriteBlock(BinaryWriter writer, Waiting of, int block)
    {
        writer.Write7BitEncodedInt(of.List.Version);
        writer.Write(of.ItemsOf(block));
        int first = block * of.List.Size;
        for (int item = first; item < first + of.ItemsOf(block); item++)
        {
            ReadOnlySpan<byte> asItWas = of == journeys ? kept.Find(item) : default;
            if (asItWas.IsEmpty)
            {
                of.List.Write(writer, item);
            }
            else
            {
                writer.Write(asItWas);
            }
        }
    }

    /// <returns>What was written down and is not as in the snapshot before.</returns>
    private List<SnapshotSegment> Changed()
    {
        var changed = new List<SnapshotSegment>();
        for (int i = 0; i < written.Count; i++)
        {
            (string part, int start, int items) = written[i];
            int end = i + 1 < written.Count ? written[i + 1].Start : (int)buffer.Length;
            ReadOnlyMemory<byte> content = buffer.GetBuffer().AsMemory(start, end - start);
            string name = SegmentName.Of(content.Span);
            Segments[part] = new SavedPart(name, content.Length, items);
            if (!before.TryGetValue(part, out SavedPart of) || of.Name != name)
            {
                changed.Add(new SnapshotSegment(name, content));
            }
        }
        written.Clear();
        return changed;
    }

    private void Keep(int visitor)
    {
        if (visitor < journeys.Count && journeys.Blocks[visitor / journeys.List.Size] && !kept.Has(visitor))
        {
            journey.SetLength(0);
            journeys.List.Write(journeyWriter, visitor);
            kept.Add(visitor, journey.GetBuffer().AsSpan(0, (int)journey.Length));
        }
    }

    /// <summary>A list as it was when the snapshot was begun, with the blocks that wait to be written down.</summary>
    private sealed class Waiting(SnapshotBlocks list)
    {
        public SnapshotBlocks List => list;

        public int Count { get; } = list.Count();

        public bool[] Blocks { get; } = new bool[(list.Count() + list.Size - 1) / list.Size];

        public int Next { get; set; }

        public int ItemsOf(int block) => Math.Min(list.Size, Count - (block * list.Size));
    }
}
