using System.Text;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// What events said of actors that their journeys don't hold: names, and whose agent is a crawler's. Evidence follows from this and
/// the journeys. Whatever is said anew of an actor is another note, and its newest one holds.
/// </summary>
public sealed class ActorFacts(StateScope scope, int blockSize)
{
    private readonly StateList<ActorNote> notes = new(scope, StatePart.Visitors);
    private readonly ListArena<byte> names = new(scope, StatePart.Visitors);

    /// <summary>By visitor.</summary>
    private readonly KeyedRows<int> newest = new(scope, StatePart.Visitors);

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

    public bool IsCrawler(int visitor) => NewestOf(visitor) is >= 0 and var note && notes[note].IsCrawler;

    /// <param name="identity">The visitor's (EventIdentity.Visitors), by which erased ones are told.</param>
    /// <param name="isCrawler">Whether this event says so; what another one said stays.</param>
    public void Note(int visitor, ulong identity, string name, bool isCrawler)
    {
        string known = erased.Contains(identity) ? "" : name;
        bool isKnownCrawler = IsCrawler(visitor);
        if (!IsNoted(visitor) || (isCrawler && !isKnownCrawler) || NameOf(visitor) != known)
        {
            Add(visitor, known, isCrawler || isKnownCrawler);
        }
    }

    /// <summary>From now on the actor has no name, nor has a snapshot that is being written, where it has not come to it.</summary>
    /// <param name="visitor">Its number; −1: it has not come yet.</param>
    public void Erase(ulong identity, int visitor)
    {
        erased.Add(identity);
        for (int note = visitor < 0 ? -1 : NewestOf(visitor); note >= 0; note = notes[note].Before)
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
        writer.Write(notes[note].IsCrawler);
    }

    public void Read(BinaryReader reader) => Add(reader.ReadInt32(), reader.ReadString(), reader.ReadBoolean());

    private int NewestOf(int visitor) => newest.Find((ulong)visitor) is >= 0 and var row ? newest[row] : -1;

    private string Name(int note) => Encoding.UTF8.GetString(names.Items(notes[note].Name));

    private void Add(int visitor, string name, bool isCrawler)
    {
        var note = new ActorNote
        {
            Visitor = visitor,
            IsCrawler = isCrawler,
            Before = NewestOf(visitor),
        };
        names.Replace(ref note.Name, Encoding.UTF8.GetBytes(name));
        newest[newest.GetOrAdd((ulong)visitor, out _)] = notes.Count;
        notes.Add(note);
    }

    private struct ActorNote
    {
        public int Visitor;
        public bool IsCrawler;

        /// <summary>The note of the same visitor before it, or −1.</summary>
        public int Before;
        public ListRange Name;
    }
}
