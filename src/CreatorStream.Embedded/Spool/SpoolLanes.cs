using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded.Spool;

/// <summary>One partition of the log, and what of it waits in the spool. Changed by <see cref="SpoolLanes"/> only.</summary>
internal sealed class SpoolLane(LogStream stream, int partition)
{
    public LogStream Stream => stream;

    public int Partition => partition;

    /// <summary>Records in the spool.</summary>
    public long Stored { get; set; }

    /// <summary>Records that are being written there.</summary>
    public int Storing { get; set; }

    /// <summary>How many failures of the log had been seen when it last took a record of this partition.</summary>
    public int ProvenAt { get; set; }

    public bool IsDraining { get; set; }

    public bool IsEmpty => Stored == 0 && Storing == 0;
}

/// <summary>
/// Which partitions may go straight to the log, and which must wait behind what is spooled of them. For any number of
/// threads.
/// After a failure of the log no partition is trusted: the next record of each goes through the spool, which acknowledges
/// it at once, and only when the log took it from there the others follow directly. So one request waits for a log
/// that is away, and no second one, while a single partition that stays away doesn't hold the others up.
/// </summary>
internal sealed class SpoolLanes
{
    private readonly FactSpool spool;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Dictionary<(LogStream, int), SpoolLane> lanes = [];
    private int failures;
    private bool isSpooling;
    private long spoolingSince;
    private volatile string? refusal;

    public SpoolLanes(FactSpool spool, TimeProvider time, ILogger logger)
    {
        this.spool = spool;
        this.time = time;
        this.logger = logger;
        foreach (PartitionContents of in spool.AtStart)
        {
            LaneOf(of.Stream, of.Partition).Stored = of.Records;
        }
        if (lanes.Count > 0)
        {
            isSpooling = true;
            spoolingSince = time.GetTimestamp();
            logger.SpoolFromBefore(spool.Facts, spool.Path);
        }
    }

    /// <summary>Why records were refused, if nothing was taken and no room was made since.</summary>
    public string? Refusal
    {
        get => refusal;
        set => refusal = value;
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return lanes.Count;
            }
        }
    }

    /// <summary>Failures of the log so far.</summary>
    public int Failures
    {
        get
        {
            lock (gate)
            {
                return failures;
            }
        }
    }

    /// <summary>Divides records into what may be sent to the log, and what goes behind others. The latter count as being
    /// stored from here on.</summary>
    /// <param name="isThere">Whether there is a log at all.</param>
    public (List<LogAppend> Direct, List<LogAppend> Behind) Divide(IReadOnlyList<LogAppend> records, bool isThere)
    {
        List<LogAppend> direct = [];
        List<LogAppend> behind = [];
        lock (gate)
        {
            foreach (LogAppend record in records)
            {
                SpoolLane lane = LaneOf(record);
                if (isThere && lane.IsEmpty && lane.ProvenAt == failures)
                {
                    direct.Add(record);
                    continue;
                }
                behind.Add(record);
                lane.Storing++;
            }
        }
        return (direct, behind);
    }

    /// <summary>The log did not take records that were sent directly: they count as being stored from here on.</summary>
    public void Suspect(IReadOnlyList<LogAppend> records, string reason)
    {
        lock (gate)
        {
            failures++;
            foreach (LogAppend record in records)
            {
                LaneOf(record).Storing++;
            }
        }
        NoteAway(reason);
    }

    /// <summary>The log is away. Says so once until the spool is drained.</summary>
    public void NoteAway(string reason)
    {
        lock (gate)
        {
            if (isSpooling)
            {
                return;
            }
            isSpooling = true;
            spoolingSince = time.GetTimestamp();
        }
        logger.SpoolBegins(reason, spool.Path);
    }

    /// <summary>Whether nothing lies in the spool before these records, which it refused.</summary>
    public bool AreFirst(IReadOnlyList<LogAppend> records)
    {
        lock (gate)
        {
            return records.All(record => LaneOf(record).Stored == 0);
        }
    }

    /// <summary>The log took records directly, after so many failures.</summary>
    public void Prove(IReadOnlyList<LogAppend> records, int seen)
    {
        lock (gate)
        {
            foreach (LogAppend record in records)
            {
                LaneOf(record).ProvenAt = seen;
            }
        }
    }

    /// <summary>Records are stored, or will not be.</summary>
    public void Settle(IReadOnlyList<LogAppend> records, bool areStored)
    {
        lock (gate)
        {
            foreach (LogAppend record in records)
            {
                SpoolLane lane = LaneOf(record);
                lane.Storing--;
                lane.Stored += areStored ? 1 : 0;
            }
        }
        EndIfEmpty();
    }

    /// <summary>Those with records that nobody drains yet; the caller does from here on.</summary>
    public List<SpoolLane> TakeUndrained()
    {
        lock (gate)
        {
            List<SpoolLane> undrained = [.. lanes.Values.Where(lane => lane.Stored > 0 && !lane.IsDraining)];
            undrained.ForEach(lane => lane.IsDraining = true);
            return undrained;
        }
    }

    /// <summary>The log took records of a lane from the spool.</summary>
    /// <param name="seen">Failures before it did.</param>
    /// <returns>Whether more of them wait; if not, the lane is not drained any more.</returns>
    public bool Remove(SpoolLane lane, long records, int seen)
    {
        refusal = null;
        lock (gate)
        {
            lane.ProvenAt = seen;
            lane.Stored -= records;
            lane.IsDraining = lane.Stored > 0;
            if (lane.IsDraining)
            {
                return true;
            }
        }
        EndIfEmpty();
        return false;
    }

    private void EndIfEmpty()
    {
        lock (gate)
        {
            if (!isSpooling || lanes.Values.Any(lane => !lane.IsEmpty))
            {
                return;
            }
            isSpooling = false;
        }
        logger.SpoolDrained((long)time.GetElapsedTime(spoolingSince).TotalSeconds);
    }

    private SpoolLane LaneOf(in LogAppend record) => LaneOf(record.Stream, record.Partition);

    private SpoolLane LaneOf(LogStream stream, int partition)
    {
        if (!lanes.TryGetValue((stream, partition), out SpoolLane? lane))
        {
            lane = new SpoolLane(stream, partition);
            lanes.Add((stream, partition), lane);
        }
        return lane;
    }
}
