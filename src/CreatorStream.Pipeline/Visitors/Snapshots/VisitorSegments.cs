using System.Globalization;
using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Deduplication;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// The parts that a visitor task's state is saved in, and their bytes: counters, subjects and suspects ("task"), the
/// fingerprints of the newest events ("seen"), those of sealed runs in pieces ("run/7/0"), and journeys by block of
/// visitors ("visitors/3").
/// </summary>
public sealed class VisitorSegments(VisitorState state, VisitorFlow flow)
{
    private const int RunPiece = 1 << 18;

    private readonly Dictionary<int, FingerprintRun> runs = [];

    /// <summary>The names of all parts of the state as it is.</summary>
    public IEnumerable<string> All()
    {
        yield return "task";
        yield return "seen";
        runs.Clear();
        foreach (FingerprintRun run in state.Deduplicator.Seen.OrderedRuns.Concat(state.Deduplicator.Seen.LateRuns))
        {
            runs[run.Id] = run;
            for (int piece = 0; piece * (long)RunPiece < run.Count; piece++)
            {
                yield return $"run/{run.Id}/{piece}";
            }
        }
        for (int block = 0; block * VisitorState.BlockSize < state.Journeys.Count; block++)
        {
            yield return $"visitors/{block}";
        }
    }

    /// <summary>The order in which parts are read: later ones need what is in earlier ones.</summary>
    public static (int, int, int) Order(string part) =>
        part.Split('/') switch
        {
            ["task"] => (0, 0, 0),
            ["seen"] => (1, 0, 0),
            ["run", var id, var piece] => (2, Number(id), Number(piece)),
            ["visitors", var block] => (3, Number(block), 0),
            _ => throw new InvalidDataException($"A snapshot has an unknown part {part}."),
        };

    /// <summary>Whether a part may be another one than when all was saved last. Runs never change.</summary>
    public bool MayHaveChanged(string part) =>
        Order(part) switch
        {
            (2, _, _) => false,
            (3, int block, _) => state.IsChanged(block),
            _ => true,
        };

    /// <summary>Writes a part of <see cref="All"/>.</summary>
    public void Write(string part, Stream into)
    {
        using var writer = new BinaryWriter(into, Encoding.UTF8, leaveOpen: true);
        switch (Order(part))
        {
            case (0, _, _):
                WriteTask(writer);
                break;
            case (1, _, _):
                WriteSeen(writer);
                break;
            case (2, int id, int piece):
                WriteRun(writer, runs[id], piece);
                break;
            case (_, int block, _):
                WriteBlock(writer, block);
                break;
        }
    }

    /// <summary>Takes back a part, into an empty state and in the order of <see cref="Order"/>.</summary>
    public void Read(string part, byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        switch (Order(part))
        {
            case (0, _, _):
                ReadTask(reader);
                break;
            case (1, _, _):
                ReadSeen(reader);
                break;
            case (2, int id, _):
                ReadRun(reader, runs[id]);
                break;
            default:
                ReadBlock(reader);
                break;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private void WriteTask(BinaryWriter writer)
    {
        Deduplicator seen = state.Deduplicator;
        foreach (
            long count in (ReadOnlySpan<long>)
                [seen.AcceptedCount, seen.Duplicates, seen.ReusedIds, seen.Late, seen.TooOld, seen.TooEarly]
        )
        {
            writer.Write(count);
        }
        ReadOnlySpan<ulong> keys = state.Subjects.Keys;
        writer.Write(keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            Subject subject = state.Subjects.Subjects[i];
            writer.Write(keys[i]);
            writer.Write(subject.Workspace);
            writer.Write(subject.Content);
            writer.Write(subject.Campaign);
            writer.Write(subject.Creator);
            writer.Write(subject.Platform);
            writer.Write(subject.Channel);
        }
        writer.Write(state.Subjects.Workspaces.Count);
        for (int i = 0; i < state.Subjects.Workspaces.Count; i++)
        {
            writer.Write(state.GreatestMicros(i));
        }
        IReadOnlyDictionary<int, Suspect> suspects = flow.Authenticity.Suspects;
        writer.Write(suspects.Count);
        foreach ((int visitor, Suspect suspect) in suspects.OrderBy(suspect => suspect.Key))
        {
            writer.Write(visitor);
            writer.Write((byte)suspect.Reasons);
            writer.Write(suspect.Actor);
        }
    }

    private void ReadTask(BinaryReader reader)
    {
        Deduplicator seen = state.Deduplicator;
        seen.AcceptedCount = reader.ReadInt64();
        seen.Duplicates = reader.ReadInt64();
        seen.ReusedIds = reader.ReadInt64();
        seen.Late = reader.ReadInt64();
        seen.TooOld = reader.ReadInt64();
        seen.TooEarly = reader.ReadInt64();
        int subjects = reader.ReadInt32();
        for (int i = 0; i < subjects; i++)
        {
            ulong key = reader.ReadUInt64();
            var subject = new Subject(
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString()
            );
            state.Subjects.Add(key, subject, state.Catalog);
        }
        int workspaces = reader.ReadInt32();
        for (int i = 0; i < workspaces; i++)
        {
            state.Advance(i, reader.ReadInt64());
        }
        int suspects = reader.ReadInt32();
        for (int i = 0; i < suspects; i++)
        {
            flow.Authenticity.Restore(reader.ReadInt32(), new Suspect((Reasons)reader.ReadByte(), reader.ReadString()));
        }
    }

    private void WriteBlock(BinaryWriter writer, int block)
    {
        int first = block * VisitorState.BlockSize;
        int last = Math.Min(first + VisitorState.BlockSize, state.Journeys.Count);
        writer.Write(last - first);
        for (int visitor = first; visitor < last; visitor++)
        {
            writer.Write(state.Journeys.Visitors[visitor]);
            writer.Write7BitEncodedInt(state.Journeys.Workspace(visitor));
            JourneyTouches touches = state.Journeys.Touches(visitor);
            writer.Write7BitEncodedInt(touches.Length);
            ulong before = 0;
            foreach (JourneyTouch touch in touches)
            {
                writer.Write7BitEncodedInt64((long)(touch.Key - before));
                writer.Write7BitEncodedInt(touch.Subject);
                writer.Write7BitEncodedInt(touch.EngagedMillis);
                before = touch.Key;
            }
            ReadOnlySpan<byte> conversions = state.Journeys.ConversionBytes(visitor);
            writer.Write7BitEncodedInt(conversions.Length);
            writer.Write(conversions);
        }
    }

    private void ReadBlock(BinaryReader reader)
    {
        int visitors = reader.ReadInt32();
        for (int i = 0; i < visitors; i++)
        {
            ulong hash = reader.ReadUInt64();
            int visitor = state.Journeys.GetOrAdd(hash, reader.Read7BitEncodedInt());
            int touches = reader.Read7BitEncodedInt();
            ulong key = 0;
            for (int touch = 0; touch < touches; touch++)
            {
                key += (ulong)reader.Read7BitEncodedInt64();
                int subject = reader.Read7BitEncodedInt();
                state.Journeys.AddTouch(visitor, new JourneyTouch(key, subject, reader.Read7BitEncodedInt()));
            }
            int conversions = reader.Read7BitEncodedInt();
            state.Journeys.AddConversions(visitor, reader.ReadBytes(conversions));
        }
    }

    private void WriteSeen(BinaryWriter writer)
    {
        FingerprintStore seen = state.Deduplicator.Seen;
        writer.Write(seen.SealedBefore);
        foreach (
            IReadOnlyList<FingerprintRun> kind in (IReadOnlyList<FingerprintRun>[])[seen.OrderedRuns, seen.LateRuns]
        )
        {
            writer.Write(kind.Count);
            foreach (FingerprintRun run in kind)
            {
                writer.Write(run.Id);
                writer.Write(run.Count);
                writer.Write(run.First);
                writer.Write(run.Last);
            }
        }
        writer.Write(seen.UnsealedCount);
        foreach (SeenEvent unsealed in seen.Unsealed())
        {
            writer.Write(unsealed.Second);
            writer.Write(unsealed.Fingerprint);
        }
    }

    private void ReadSeen(BinaryReader reader)
    {
        FingerprintStore seen = state.Deduplicator.Seen;
        uint sealedBefore = reader.ReadUInt32();
        foreach (bool late in (ReadOnlySpan<bool>)[false, true])
        {
            int count = reader.ReadInt32();
            for (int i = 0; i < count; i++)
            {
                int id = reader.ReadInt32();
                runs[id] = seen.RestoreRun(
                    id,
                    late,
                    reader.ReadInt32(),
                    first: reader.ReadUInt32(),
                    last: reader.ReadUInt32()
                );
            }
        }
        int unsealed = reader.ReadInt32();
        for (int i = 0; i < unsealed; i++)
        {
            seen.Restore(new SeenEvent(reader.ReadUInt32(), reader.ReadUInt64()));
        }
        seen.RestoreSealed(sealedBefore);
    }

    private static void WriteRun(BinaryWriter writer, FingerprintRun run, int piece)
    {
        int first = piece * RunPiece;
        for (int i = first; i < Math.Min((long)first + RunPiece, run.Count); i++)
        {
            writer.Write(run[i]);
        }
    }

    private static void ReadRun(BinaryReader reader, FingerprintRun run)
    {
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            run.Append(reader.ReadUInt64());
        }
    }
}
