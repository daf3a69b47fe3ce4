using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Comments;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What is known of actors, as it was stored.</summary>
public sealed class ActorFactsTests : IDisposable
{
    private const int Actor = 3;
    private const int BlockSize = 8;

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    /// <summary>It held two texts of one comment to be two: nobody is accused by it, nor by that comment when it comes again.</summary>
    [Fact]
    public void What_the_second_form_says_of_spam_begins_anew()
    {
        using var stored = new MemoryStream();
        using (var writer = new BinaryWriter(stored, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Actor);
            writer.Write("ann");
            writer.Write((byte)(Signs.KnownBot | Signs.SpamText));
            writer.Write(0x1234_5678_9abc_def0UL);
        }
        stored.Position = 0;
        using var reader = new BinaryReader(stored);
        var facts = new ActorFacts(memory.Open(), BlockSize);
        facts.ReadSecondForm(reader);
        Assert.Equal(stored.Length, stored.Position);
        Assert.Equal(("ann", Signs.KnownBot), (facts.NameOf(Actor), facts.SaidOf(Actor)));
        facts.NoteSpam(Actor, 1, "ann"u8, SpamSeen.Of(1, 2, 3UL << 32));
        Assert.Equal(Signs.KnownBot, facts.SaidOf(Actor));
        facts.NoteSpam(Actor, 1, "ann"u8, SpamSeen.Of(4, 5, 6UL << 32));
        Assert.Equal(Signs.KnownBot | Signs.SpamText, facts.SaidOf(Actor));
    }

    /// <summary>Also where the index of notes grows between, and where few of many visitors have any.</summary>
    [Fact]
    public void Of_many_actors_the_newest_note_holds()
    {
        const int Actors = 5_000;
        const int Every = 7;
        var facts = new ActorFacts(memory.Open(), BlockSize);
        for (int actor = 0; actor < Actors; actor++)
        {
            facts.Note(actor * Every, (ulong)actor, Name(actor), Signs.None);
            if (actor % 3 == 0)
            {
                facts.Note(actor / 2 * Every, (ulong)actor, Name(actor / 2), Signs.KnownBot);
            }
        }
        for (int actor = 0; actor < Actors; actor++)
        {
            bool isSaid = Enumerable.Range(2 * actor, 2).Any(by => by < Actors && by % 3 == 0);
            Assert.Equal(
                (Encoding.UTF8.GetString(Name(actor)), isSaid ? Signs.KnownBot : Signs.None),
                (facts.NameOf(actor * Every), facts.SaidOf(actor * Every))
            );
            Assert.False(facts.IsNoted(actor * Every + 1));
        }
        facts.Erase(4, 4 * Every);
        Assert.Equal(
            ("", true, Signs.KnownBot),
            (facts.NameOf(4 * Every), facts.IsNoted(4 * Every), facts.SaidOf(4 * Every))
        );

        static byte[] Name(int actor) => Encoding.UTF8.GetBytes($"actor {actor}");
    }
}
