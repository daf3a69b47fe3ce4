using System.Text;

namespace CreatorStream.Events.Tests;

public sealed class CommentTextTests
{
    private const ulong Secret = 7;
    private const string Long = "this serum changed my skin in just two weeks and I love it";

    [Theory]
    [InlineData("THIS serum, changed my skin - in just two weeks and I love it!!!")]
    [InlineData("🔥 this serum changed my skin 🔥 in just two weeks and i love it @ann.b #ad")]
    [InlineData("@somebody-else this  serum\nchanged my skin in just two weeks and I love it")]
    public void The_same_words_are_one_text(string text) => Assert.Equal(Hash(Long), Hash(text));

    [Theory]
    [InlineData("this serum changed my skin in just three weeks and I love it")]
    [InlineData("thisserum changed my skin in just two weeks and I love it")]
    [InlineData("this serum changed my skin in just two weeks and I love it so")]
    public void Other_words_are_another(string text) => Assert.NotEqual(Hash(Long), Hash(text));

    [Theory]
    [InlineData("")]
    [InlineData("nice")]
    [InlineData("love it so much, thank you!")]
    [InlineData("congratulations unbelievable extraordinary photographer")]
    [InlineData("so so so so so so so so so so")]
    [InlineData("🔥🔥🔥🔥🔥🔥🔥🔥 😍😍😍😍😍😍😍😍 ❤❤❤❤❤❤❤❤ 🔥🔥🔥🔥🔥🔥🔥🔥")]
    [InlineData("@anna @berta @cemal @dora @emil @frida @gustav @hanna @ida @jakob #ad")]
    public void Short_texts_and_names_tell_nothing(string text) => Assert.Equal(0UL, Hash(text));

    [Fact]
    public void Another_log_has_other_hashes() =>
        Assert.NotEqual(Hash(Long), CommentText.Hash(Encoding.UTF8.GetBytes(Long), Secret + 1));

    [Fact]
    public void An_erasure_leaves_the_hash_which_nobody_else_can_state()
    {
        string hash = CommentText.WithoutWords(Encoding.UTF8.GetBytes(Long), Secret, reading: 0, spam: 0);
        string[] lines =
        [
            Event("\"visitor\":\"v\"", Long),
            Event("\"visitor\":\"v\"", hash),
            Event("\"erased_visitor\":\"0123456789abcdef01234567\"", hash),
            Event("\"erased_visitor\":\"0123456789abcdef01234567\"", Long),
        ];
        var batch = new EventBatch();
        var parser = new EventParser();
        foreach (string line in lines)
        {
            Assert.True(parser.TryParse(Encoding.UTF8.GetBytes(line), Read.Now, batch, out _));
        }
        ulong[] hashes = [.. Enumerable.Range(0, 4).Select(row => CommentText.HashOf(batch, row, Secret))];
        Assert.Equal((Hash(Long), 0UL, Hash(Long), 0UL), (hashes[0], hashes[1], hashes[2], hashes[3]));
        var erased = new EventBatch();
        erased.AppendErased(batch, 0, ErasedPerson.Of("v"u8, Secret), Secret, reading: 40_004);
        erased.AppendErased(batch, 0, ErasedPerson.Of("v"u8, Secret), Secret, reading: 0);
        erased.AppendErased(batch, 0, ErasedPerson.Of("v"u8, Secret), Secret, reading: 7, spam: ulong.MaxValue);
        Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(Hash(Long), CommentText.HashOf(erased, row, Secret)));
        Assert.Equal([40_004, 0, 7], Enumerable.Range(0, 3).Select(row => CommentText.ReadingOf(erased, row)));
        Assert.Equal([0, 0, ulong.MaxValue], Enumerable.Range(0, 3).Select(row => CommentText.SpamOf(erased, row)));
    }

    [Theory]
    [InlineData("nice", 7, 7)]
    [InlineData("nice", 0, 0)]
    [InlineData("", 0, 0)]
    public void An_erasure_leaves_what_was_read_in_a_short_text_too(string text, ushort reading, int left)
    {
        var batch = new EventBatch();
        Assert.True(
            new EventParser().TryParse(Encoding.UTF8.GetBytes(Event("\"visitor\":\"v\"", text)), Read.Now, batch, out _)
        );
        var erased = new EventBatch();
        erased.AppendErased(batch, 0, ErasedPerson.Of("v"u8, Secret), Secret, reading);
        Assert.Equal((0UL, left), (CommentText.HashOf(erased, 0, Secret), CommentText.ReadingOf(erased, 0)));
        Assert.Equal(0, CommentText.ReadingOf(batch, 0));
    }

    private static ulong Hash(string text) => CommentText.Hash(Encoding.UTF8.GetBytes(text), Secret);

    private static string Event(string person, string text) =>
        $$"""{"id":"e","type":"comment","time":"2026-01-01T00:00:00Z",{{person}},"text":"{{text}}"}""";
}
