using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>A visitor's journey as snapshots have it.</summary>
internal sealed class JourneyForm(JourneyStore journeys)
{
    public void Write(BinaryWriter writer, int visitor)
    {
        writer.Write(journeys.HashOf(visitor));
        writer.Write7BitEncodedInt(journeys.Workspace(visitor));
        JourneyTouches touches = journeys.Touches(visitor);
        writer.Write7BitEncodedInt(touches.Length);
        writer.Write(touches.HasFingerprints);
        writer.Write(journeys.HasBurst(visitor));
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
        ReadOnlySpan<byte> conversions = journeys.ConversionBytes(visitor);
        writer.Write7BitEncodedInt(conversions.Length);
        writer.Write(conversions);
    }

    public void Read(BinaryReader reader)
    {
        ulong hash = reader.ReadUInt64();
        int visitor = journeys.GetOrAdd(hash, reader.Read7BitEncodedInt());
        int touches = reader.Read7BitEncodedInt();
        bool hasFingerprints = reader.ReadBoolean();
        if (reader.ReadBoolean())
        {
            journeys.SetHasBurst(visitor);
        }
        ulong key = 0;
        for (int index = 0; index < touches; index++)
        {
            key += (ulong)reader.Read7BitEncodedInt64();
            int subject = reader.Read7BitEncodedInt();
            var touch = new JourneyTouch(key, subject, reader.Read7BitEncodedInt());
            journeys.AddTouch(visitor, touch, hasFingerprints ? reader.ReadUInt64() : reader.ReadUInt32());
        }
        journeys.AddConversions(visitor, reader.ReadBytes(reader.ReadCount()));
    }
}
