using System.Buffers;

namespace CreatorStream.Worlds;

/// <summary>
/// The events of an advertiser as they reach a collector: history in blocks of any order, then live, in order of
/// arrival (which is not quite that of the events' times: some are late). Not for several threads.
/// </summary>
internal sealed class Traffic(Advertiser advertiser)
{
    private readonly Arrivals arrivals = new(advertiser.StartMs);
    private long nextSecond = advertiser.StartMs / 1000;
    private long reached = advertiser.StartMs;

    /// <summary>Writes a block of history; what of it arrives only after the start is kept for <see cref="Live"/>.</summary>
    /// <param name="from">Inclusive; full seconds.</param>
    /// <param name="to">Exclusive; not after the start.</param>
    /// <param name="into">Takes lines of JSON.</param>
    /// <returns>The number of lines.</returns>
    public int History(DateTimeOffset from, DateTimeOffset to, IBufferWriter<byte> into)
    {
        arrivals.Past = into;
        arrivals.PastCount = 0;
        for (long second = from.ToUnixTimeSeconds(); second < to.ToUnixTimeSeconds(); second++)
        {
            advertiser.Second(second, arrivals);
        }

        arrivals.Past = null;
        return arrivals.PastCount;
    }

    /// <summary>Writes what arrives from where the last call stopped (at first the start) up to a moment.</summary>
    /// <param name="until">Exclusive.</param>
    /// <param name="into">Takes lines of JSON.</param>
    /// <param name="limit">Stops after so many lines; the next call goes on there.</param>
    /// <returns>The number of lines.</returns>
    public int Live(DateTimeOffset until, IBufferWriter<byte> into, int limit = int.MaxValue)
    {
        long end = until.ToUnixTimeMilliseconds();
        int count = 0;
        while (reached < end && count < limit)
        {
            long second = reached / 1000;
            for (; nextSecond <= second; nextSecond++)
            {
                advertiser.Second(nextSecond, arrivals);
            }

            count += arrivals.Take(second, end, into, limit - count, out bool done);
            if (!done)
            {
                break;
            }

            reached = Math.Min(end, (second + 1) * 1000);
        }
        return count;
    }

    /// <summary>When the last line of <see cref="Live"/> arrived, Unix milliseconds.</summary>
    public long NewestMs => arrivals.NewestMs;

    /// <summary>Where the next call of <see cref="Live"/> goes on.</summary>
    public DateTimeOffset Reached => DateTimeOffset.FromUnixTimeMilliseconds(reached);

    /// <summary>Keeps events until they arrive, by second of arrival.</summary>
    private sealed class Arrivals(long startMs) : IArrivals
    {
        private readonly Dictionary<long, Bucket> buckets = [];
        private readonly Stack<Bucket> free = [];

        public IBufferWriter<byte>? Past { get; set; }
        public int PastCount { get; set; }
        public long NewestMs { get; private set; }

        public void Arrive(long ms, ReadOnlySpan<byte> line)
        {
            if (ms < startMs)
            {
                Past!.Write(line);
                PastCount++;
                return;
            }
            if (!buckets.TryGetValue(ms / 1000, out Bucket? bucket))
            {
                buckets[ms / 1000] = bucket = this.free.TryPop(out Bucket? free) ? free : new Bucket();
            }

            bucket.Add((int)(ms % 1000), line);
        }

        /// <param name="second">The bucket.</param>
        /// <param name="endMs">Only what arrives before.</param>
        /// <param name="into">Takes the lines.</param>
        /// <param name="limit">At most so many.</param>
        /// <param name="done">Everything before the end is out.</param>
        public int Take(long second, long endMs, IBufferWriter<byte> into, int limit, out bool done)
        {
            done = true;
            if (!buckets.TryGetValue(second, out Bucket? bucket))
            {
                return 0;
            }

            int upto = (int)Math.Min(1000, endMs - second * 1000);
            int count = bucket.Take(upto, into, limit, out done);
            NewestMs = count > 0 ? (second * 1000) + bucket.NewestMs : NewestMs;
            if (done && upto == 1000)
            {
                buckets.Remove(second);
                bucket.Clear();
                this.free.Push(bucket);
            }
            return count;
        }
    }

    private sealed class Bucket
    {
        private readonly ArrayBufferWriter<byte> bytes = new(1 << 12);
        private readonly List<(int Ms, int At, int Length)> lines = [];
        private bool sorted;
        private int taken;

        /// <summary>Of what was taken the last, within the second.</summary>
        public int NewestMs => lines[taken - 1].Ms;

        public void Add(int ms, ReadOnlySpan<byte> line)
        {
            lines.Add((ms, bytes.WrittenCount, line.Length));
            bytes.Write(line);
        }

        public int Take(int uptoMs, IBufferWriter<byte> into, int limit, out bool done)
        {
            if (!sorted)
            {
                lines.Sort((a, b) => a.Ms != b.Ms ? a.Ms - b.Ms : a.At - b.At);
            }
            // A bucket is complete when its turn comes: seconds before it are made, and nothing arrives before its time.
            sorted = true;
            int before = taken;
            for (; taken < lines.Count && lines[taken].Ms < uptoMs; taken++)
            {
                if (taken - before == limit)
                {
                    done = false;
                    return limit;
                }
                into.Write(bytes.WrittenSpan.Slice(lines[taken].At, lines[taken].Length));
            }
            done = true;
            return taken - before;
        }

        public void Clear()
        {
            bytes.ResetWrittenCount();
            lines.Clear();
            sorted = false;
            taken = 0;
        }
    }
}
