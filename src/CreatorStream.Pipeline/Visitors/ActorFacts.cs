using System.Runtime.InteropServices;
using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// What events said of actors that their journeys don't hold: names, whose agent is a crawler's, and who wrote spam. Evidence follows from this and
/// the journeys. Whatever is said anew of an actor is another note, and its newest one holds.
/// </summary>
public sealed class ActorFacts(StateScope scope, int blockSize)
{
    private readonly StateList<ActorNote> notes = new(scope, StatePart.Visitors);
    private readonly ListArena<byte> names = new(scope, StatePart.Visitors);

    /// <summary>By note, what few say: signs and spam.</summary>
    private readonly KeyedRows<Told> told = new(scope, StatePart.Visitors);

    /// <summary>By note, the one of the same visitor before it: few have two.</summary>
    private readonly KeyedRows<int> before = new(scope, StatePart.Visitors);

    /// <summary>The newest note of each visitor who has any.</summary>
    private HashSlots newest = new(scope, StatePart.Visitors);

    // Visitors' identities; erased before their events came, or after.
    private readonly HashSet<ulong> erased = [];

    /// <summary>How many notes there are.</summary>
    public int Count => notes.Count;

    /// <summary>Where somebody was erased from notes.</summary>
    public ChangedBlocks Changed { get; } = new(blockSize);

    /// <summary>The name of an actor; empty where it is not known or the person was erased.</summary>
    public string NameOf(int visitor) => NewestOf(visitor) is >= 0 and var note ? Name(note) : "";

    /// <summary>Whether it is known whose a visitor is, also where the name was erased.</summary>
    public bool IsNoted(int visitor) => NewestOf(visitor) >= 0;

    /// <summary>Brings near whether it is known whose a visitor is.</summary>
    public void Prefetch(int visitor) => newest.Prefetch(HashSlots.Hash((ulong)visitor));

    /// <summary>The signs that events said themselves.</summary>
    public Signs SaidOf(int visitor) => NewestOf(visitor) is >= 0 and var note ? ToldBy(note).Said : Signs.None;

    /// <param name="identity">The visitor's (EventIdentity.Visitors), by which erased ones are told.</param>
    /// <param name="name">UTF-8.</param>
    /// <param name="said">Signs that this event says; what another one said stays.</param>
    public void Note(int visitor, ulong identity, ReadOnlySpan<byte> name, Signs said) =>
        Note(visitor, identity, name, said, SpamOf(visitor));

    /// <summary>An actor wrote a comment that is spam: two different ones are a sign.</summary>
    public void NoteSpam(int visitor, ulong identity, ReadOnlySpan<byte> name, SpamSeen comment)
    {
        ulong seen = SpamOf(visitor);
        SpamSeen? all = seen == 0 ? comment : SpamSeen.FromBits(seen).With(comment);
        Note(visitor, identity, name, all == null ? Signs.SpamText : Signs.None, all?.Bits ?? seen);
    }

    private void Note(int visitor, ulong identity, ReadOnlySpan<byte> name, Signs said, ulong spam)
    {
        ReadOnlySpan<byte> known = erased.Contains(identity) ? [] : name;
        Signs saidBefore = SaidOf(visitor);
        int note = NewestOf(visitor);
        if (
            note < 0
            || (saidBefore | said) != saidBefore
            || SpamOf(visitor) != spam
            || !names.Items(notes[note].Name).SequenceEqual(known)
        )
        {
            Add(visitor, known, saidBefore | said, spam);
        }
    }

    /// <summary>From now on the actor has no name, nor has a snapshot that is being written, where it has not come to it.</summary>
    /// <param name="visitor">Its number; −1: it has not come yet.</param>
    public void Erase(ulong identity, int visitor)
    {
        erased.Add(identity);
        for (int note = visitor < 0 ? -1 : NewestOf(visitor); note >= 0; note = Before(note))
        {
            names.Items(notes[note].Name).Clear();
            notes[note].Name.Count = 0;
            Changed.Mark(note);
        }
    }

    /// <summary>Writes a note, by number.</summary>
    public void Write(BinaryWriter writer, int note)
    {
        writer.Write(notes[note].Visitor);
        writer.Write(Name(note));
        writer.Write((byte)ToldBy(note).Said);
        writer.Write(ToldBy(note).Spam);
    }

    /// <summary>As the first release wrote it: who is a crawler, and nothing else.</summary>
    public void ReadFirstForm(BinaryReader reader) =>
        Add(
            reader.ReadInt32(),
            Encoding.UTF8.GetBytes(reader.ReadString()),
            reader.ReadBoolean() ? Signs.KnownBot : Signs.None,
            spam: 0
        );

    /// <summary>
    /// As releases wrote it that held two texts of one comment to be two: what they say of spam may wrong somebody, and begins anew.
    /// </summary>
    public void ReadSecondForm(BinaryReader reader)
    {
        Add(
            reader.ReadInt32(),
            Encoding.UTF8.GetBytes(reader.ReadString()),
            (Signs)reader.ReadByte() & ~Signs.SpamText,
            spam: 0
        );
        reader.ReadUInt64();
    }

    public void Read(BinaryReader reader) =>
        Add(
            reader.ReadInt32(),
            Encoding.UTF8.GetBytes(reader.ReadString()),
            (Signs)reader.ReadByte(),
            reader.ReadUInt64()
        );

    private int NewestOf(int visitor) => NewestOf(visitor, HashSlots.Hash((ulong)visitor), out _);

    /// <param name="slot">Where it is, or would be.</param>
    private int NewestOf(int visitor, uint hash, out int slot)
    {
        slot = newest.First(hash);
        int note;
        while ((note = newest.Like(hash, ref slot)) >= 0 && notes[note].Visitor != visitor)
        {
            slot = newest.After(slot);
        }
        return note;
    }

    private int Before(int note) => before.Find((ulong)note) is >= 0 and var row ? before[row] : -1;

    private string Name(int note) => Encoding.UTF8.GetString(names.Items(notes[note].Name));

    private ulong SpamOf(int visitor) => NewestOf(visitor) is >= 0 and var note ? ToldBy(note).Spam : 0;

    private Told ToldBy(int note) => told.Find((ulong)note) is >= 0 and var row ? told[row] : default;

    private void Add(int visitor, ReadOnlySpan<byte> name, Signs said, ulong spam)
    {
        var note = new ActorNote { Visitor = visitor };
        if (NewestOf(visitor) is >= 0 and var last)
        {
            before[before.GetOrAdd((ulong)notes.Count, out _)] = last;
        }
        names.Replace(ref note.Name, name);
        if (said != Signs.None || spam != 0)
        {
            told[told.GetOrAdd((ulong)notes.Count, out _)] = new Told { Said = said, Spam = spam };
        }
        notes.Add(note);
        PutNewest(notes.Count - 1);
        if (newest.IsFull(notes.Count))
        {
            newest.Grow();
            for (int each = 0; each < notes.Count; each++)
            {
                PutNewest(each);
            }
        }
    }

    private void PutNewest(int note)
    {
        uint hash = HashSlots.Hash((ulong)notes[note].Visitor);
        NewestOf(notes[note].Visitor, hash, out int slot);
        newest.Put(slot, hash, note);
    }

    /// <summary>There is one for each of many visitors: 12 bytes instead of 16.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    private struct ActorNote
    {
        public int Visitor;
        public ListRange Name;
    }

    private struct Told
    {
        public Signs Said;

        /// <summary>What it wrote of spam (<see cref="SpamSeen.Bits"/>); 0: none.</summary>
        public ulong Spam;
    }
}
