using System.Buffers;

namespace CreatorStream.Worlds;

/// <summary>
/// The events of an advertiser as they reach a collector: history in blocks of any order, then live, in order of
/// arrival (which is not quite that of the events' times: some are late). Not for several threads.
/// </summary>
public sealed class Traffic(Advertiser advertiser)
{
    private readonly Arrivals _arrivals = new(advertiser.StartMs);
    private long _nextSecond = advertiser.StartMs / 1000;
    private long _reached = advertiser.StartMs;

    /// <summary>Writes a block of history; what of it arrives only after the start is kept for <see cref="Live"/>.</summary>
    /// <param name="from">Inclusive; full seconds.</param>
    /// <param name="to">Exclusive; not after the start.</param>
    /// <param name="into">Takes lines of JSON.</param>
    /// <returns>The number of lines.</returns>
    public int History(DateTimeOffset from, DateTimeOffset to, IBufferWriter<byte> into)
    {
        _arrivals.Past = into;
        _arrivals.PastCount = 0;
        for (long second = from.ToUnixTimeSeconds(); second < to.ToUnixTimeSeconds(); second++)
        {
            advertiser.Second(second, _arrivals);
        }

        _arrivals.Past = null;
        return _arrivals.PastCount;
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
        while (_reached < end && count < limit)
        {
            long second = _reached / 1000;
            for (; _nextSecond <= second; _nextSecond++)
            {
                advertiser.Second(_nextSecond, _arrivals);
            }

            count += _arrivals.Take(second, end, into, limit - count, out bool done);
            if (!done)
            {
                break;
            }

            _reached = Math.Min(end, (second + 1) * 1000);
        }
        return count;
    }

    /// <summary>Where the next call of <see cref="Live"/> goes on.</summary>
    public DateTimeOffset Reached => DateTimeOffset.FromUnixTimeMilliseconds(_reached);

    /// <summary>Keeps events until they arrive, by second of arrival.</summary>
    private sealed class Arrivals(long startMs) : IArrivals
    {
        private readonly Dictionary<long, Bucket> _buckets = [];
        private readonly Stack<Bucket> _free = [];

        public IBufferWriter<byte>? Past { get; set; }
        public int PastCount { get; set; }

        public void Arrive(long ms, ReadOnlySpan<byte> line)
        {
            if (ms < startMs)
            {
                Past!.Write(line);
                PastCount++;
                return;
            }
            if (!_buckets.TryGetValue(ms / 1000, out Bucket? bucket))
            {
                _buckets[ms / 1000] = bucket = _free.TryPop(out Bucket? free) ? free : new Bucket();
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
            if (!_buckets.TryGetValue(second, out Bucket? bucket))
            {
                return 0;
            }

            int upto = (int)Math.Min(1000, endMs - second * 1000);
            int count = bucket.Take(upto, into, limit, out done);
            if (done && upto == 1000)
            {
                _buckets.Remove(second);
                bucket.Clear();
                _free.Push(bucket);
            }
            return count;
        }
    }

    private sealed class Bucket
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(1 << 12);
        private readonly List<(int Ms, int At, int Length)> _lines = [];
        private bool _sorted;
        private int _taken;

        public void Add(int ms, ReadOnlySpan<byte> line)
        {
            _lines.Add((ms, _bytes.WrittenCount, line.Length));
            _bytes.Write(line);
        }

        public int Take(int uptoMs, IBufferWriter<byte> into, int limit, out bool done)
        {
            if (!_sorted)
            {
                _lines.Sort((a, b) => a.Ms != b.Ms ? a.Ms - b.Ms : a.At - b.At);
            }
            // A bucket is complete when its turn comes: seconds before it are made, and nothing arrives before its time.
            _sorted = true;
            int before = _taken;
            for (; _taken < _lines.Count && _lines[_taken].Ms < uptoMs; _taken++)
            {
                if (_taken - before == limit)
                {
                    done = false;
                    return limit;
                }
                into.Write(_bytes.WrittenSpan.Slice(_lines[_taken].At, _lines[_taken].Length));
            }
            done = true;
            return _taken - before;
        }

        public void Clear()
        {
            _bytes.ResetWrittenCount();
            _lines.Clear();
            _sorted = false;
            _taken = 0;
        }
    }
}
