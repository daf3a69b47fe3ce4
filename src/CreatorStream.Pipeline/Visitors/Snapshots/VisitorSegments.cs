using System.Globalization;
using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// The parts that a visitor task's state is saved in, and their bytes: counters, subjects and suspects ("task"), and
/// journeys by block of visitors ("visitors/3"), each the number of them and one after another.
/// </summary>
public sealed class VisitorSegments(VisitorState state, VisitorFlow flow)
{
    /// <summary>Before all blocks of visitors.</summary>
    private const int TaskPart = -1;

    public const string OfTask = "task";

    /// <summary>The name of a block of visitors.</summary>
    public static string Block(int block) => $"visitors/{block}";

    /// <summary>The order in which parts are read: later ones need what is in earlier ones.</summary>
    public static int Order(string part) =>
        part.Split('/') switch
        {
            [OfTask] => TaskPart,
            ["visitors", var block] => int.Parse(block, CultureInfo.InvariantCulture),
            _ => throw new InvalidDataException($"A snapshot has an unknown part {part}."),
        };

    /// <summary>Takes back a part, into an empty state and in the order of <see cref="Order"/>.</summary>
    public void Read(string part, byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        if (Order(part) == TaskPart)
        {
            ReadTask(reader);
        }
        else
        {
            ReadBlock(reader);
        }
    }

    public void WriteTask(BinaryWriter writer)
    {
        Acceptance seen = state.Acceptance;
        foreach (
            long count in (ReadOnlySpan<long>)
                [seen.Count, seen.Duplicates, seen.ReusedIds, seen.Late, seen.TooOld, seen.TooEarly]
        )
        {
            writer.Write(count);
        }
        writer.Write(state.Subjects.Subjects.Count);
        for (int i = 0; i < state.Subjects.Subjects.Count; i++)
        {
            Subject subject = state.Subjects.Subjects[i];
            writer.Write(state.Subjects.Key(i));
            writer.Write(subject.Workspace);
            writer.Write(subject.Content);
            writer.Write(subject.Campaign);
            writer.Write(subject.Creator);
            writer.Write(subject.Platform);
            writer.Write(subject.Channel);
            writer.Write(state.Subjects.IsAnonymous(i));
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
        Acceptance seen = state.Acceptance;
        seen.Count = reader.ReadInt64();
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
            state.Subjects.Add(key, subject, reader.ReadBoolean(), state.Catalog);
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

    /// <summary>What a visitor did.</summary>
    public void WriteVisitor(BinaryWriter writer, int visitor)
    {
        writer.Write(state.Journeys.HashOf(visitor));
        writer.Write7BitEncodedInt(state.Journeys.Workspace(visitor));
        JourneyTouches touches = state.Journeys.Touches(visitor);
        writer.Write7BitEncodedInt(touches.Length);
        writer.Write(touches.HasFingerprints);
        writer.Write(state.Journeys.HasBurst(visitor));
        ulong before = 0;
        for (int index = 0; index < touches.Length; index++)
        {
            JourneyTouch touch = touches[index];
            writer.Write7BitEncodedInt64((long)(touch.Key - before));
            writer.Write7BitEncodedInt(touch.Subject);
            writer.Write7BitEncodedInt(touch.EngagedMillis);
            before = touch.Key;
            if (touches.HasFingerprints)
            {
                writer.Write(touches.Fingerprint(index));
            }
            else
            {
                writer.Write((uint)touches.Fingerprint(index));
            }
        }
        ReadOnlySpan<byte> conversions = state.Journeys.ConversionBytes(visitor);
        writer.Write7BitEncodedInt(conversions.Length);
        writer.Write(conversions);
    }

    private void ReadBlock(BinaryReader reader)
    {
        int visitors = reader.ReadInt32();
        for (int i = 0; i < visitors; i++)
        {
            ulong hash = reader.ReadUInt64();
            int visitor = state.Journeys.GetOrAdd(hash, reader.Read7BitEncodedInt());
            int touches = reader.Read7BitEncodedInt();
            bool hasFingerprints = reader.ReadBoolean();
            if (reader.ReadBoolean())
            {
                state.Journeys.SetHasBurst(visitor);
            }
            ulong key = 0;
            for (int index = 0; index < touches; index++)
            {
                key += (ulong)reader.Read7BitEncodedInt64();
                int subject = reader.Read7BitEncodedInt();
                var touch = new JourneyTouch(key, subject, reader.Read7BitEncodedInt());
                state.Journeys.AddTouch(visitor, touch, hasFingerprints ? reader.ReadUInt64() : reader.ReadUInt32());
            }
            int conversions = reader.Read7BitEncodedInt();
            state.Journeys.AddConversions(visitor, reader.ReadBytes(conversions));
        }
    }
}
