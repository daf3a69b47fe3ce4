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
        using (var writer = new BinaryWriter(stored, System.Text.Encoding.UTF8, leaveOpen: true))
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
}
