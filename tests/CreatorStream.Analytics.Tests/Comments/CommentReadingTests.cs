using System.Text;
using CreatorStream.Analytics.Comments;

namespace CreatorStream.Analytics.Tests.Comments;

public sealed class CommentReadingTests
{
    // Compounds by vaderSentiment 3.3.2.
    [Theory]
    [InlineData("VADER is smart, handsome, and funny.", 8316, true)]
    [InlineData("Today SUX!", -5461, false)]
    [InlineData("the parcel came on a Tuesday in a box", 0, true)]
    [InlineData("love it", 6369, false)]
    [InlineData("@ann @bea see #this #now #here", 0, false)]
    [InlineData("1 2 3 4", 0, true)]
    public void Sentiment_and_substance_are_read(string text, int compound, bool says) =>
        Assert.Equal(new CommentReading(compound, says), Read(text));

    [Theory]
    [InlineData("das ist nicht das Geld wert und ich habe es zurückgeschickt", true)]
    [InlineData("とても素敵なバッグですね", true)]
    [InlineData("とても", false)]
    public void Other_languages_are_not_guessed(string text, bool says) =>
        Assert.Equal(new CommentReading(null, says), Read(text));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public void Where_nothing_is_written_nothing_is_read(string text) => Assert.Null(Read(text));

    [Theory]
    [InlineData("love love LOVE Love it", false)]
    [InlineData("love it so much", true)]
    [InlineData("love it so @much", false)]
    [InlineData("It's so good", false)]
    [InlineData("I\u2019m in love 'now'", true)]
    [InlineData("🔥🔥 wow 🔥 so nice", false)]
    public void Four_different_words_say_something(string text, bool says) =>
        Assert.Equal(says, Read(text)!.Value.SaysSomething);

    [Fact]
    public void Spam_says_nothing()
    {
        CommentReading? reading = CommentReading.Of(
            "check out my channel and subscribe http://example.com/watch please like my video"u8,
            out bool isSpam
        );
        Assert.True(isSpam);
        Assert.False(reading!.Value.SaysSomething);
        CommentReading.Of("the strap is a bit short for me"u8, out isSpam);
        Assert.False(isSpam);
    }

    [Theory]
    [InlineData(500, true, false)]
    [InlineData(499, false, false)]
    [InlineData(-499, false, false)]
    [InlineData(-500, false, true)]
    public void From_five_hundredths_on_it_is_positive_or_negative(int compound, bool positive, bool negative)
    {
        var reading = new CommentReading(compound, false);
        Assert.Equal((positive, negative), (reading.IsPositive, reading.IsNegative));
    }

    [Fact]
    public void A_code_stands_for_one_reading_and_others_for_none()
    {
        Assert.Equal(1, new CommentReading(null, false).Code);
        Assert.Equal(40_004, new CommentReading(10_000, true).Code);
        Assert.All(Enumerable.Range(1, 40_004), code => Assert.Equal(code, CommentReading.FromCode(code)?.Code));
        Assert.All([-1, 0, 40_005, ushort.MaxValue], code => Assert.Null(CommentReading.FromCode(code)));
    }

    [Fact]
    public void Any_bytes_are_read()
    {
        var random = new Random(1);
        for (int n = 0; n < 2_000; n++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (CommentReading.Of(bytes, out _) is { } reading)
            {
                Assert.Equal(reading, CommentReading.FromCode(reading.Code));
            }
        }
    }

    private static CommentReading? Read(string text) => CommentReading.Of(Encoding.UTF8.GetBytes(text), out _);
}
