using System.Globalization;
using CreatorStream.Analytics.Sentiment;

namespace CreatorStream.Analytics.Tests.Sentiment;

public sealed class VaderTests
{
    // What the reference's own page says of its examples.
    [Theory]
    [InlineData("VADER is smart, handsome, and funny.", 0, 0.254, 0.746, 0.8316)]
    [InlineData("VADER is smart, handsome, and funny!", 0, 0.248, 0.752, 0.8439)]
    [InlineData("VADER is very smart, handsome, and funny.", 0, 0.299, 0.701, 0.8545)]
    [InlineData("VADER is VERY SMART, handsome, and FUNNY.", 0, 0.246, 0.754, 0.9227)]
    [InlineData("VADER is VERY SMART, handsome, and FUNNY!!!", 0, 0.233, 0.767, 0.9342)]
    [InlineData("VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!", 0, 0.294, 0.706, 0.9469)]
    [InlineData("VADER is not smart, handsome, nor funny.", 0.646, 0.354, 0, -0.7424)]
    [InlineData("The book was good.", 0, 0.508, 0.492, 0.4404)]
    [InlineData("At least it isn't a horrible book.", 0, 0.678, 0.322, 0.431)]
    [InlineData("The book was only kind of good.", 0, 0.697, 0.303, 0.3832)]
    [InlineData(
        "The plot was good, but the characters are uncompelling and the dialog is not great.",
        0.327,
        0.579,
        0.094,
        -0.7042
    )]
    [InlineData("Today SUX!", 0.779, 0.221, 0, -0.5461)]
    [InlineData("Today only kinda sux! But I'll get by, lol", 0.127, 0.556, 0.317, 0.5249)]
    [InlineData("Make sure you :) or :D today!", 0, 0.294, 0.706, 0.8633)]
    [InlineData("Not bad at all", 0, 0.513, 0.487, 0.431)]
    [InlineData("", 0, 0, 0, 0)]
    public void Examples_of_the_reference_come_out_as_there(
        string text,
        double negative,
        double neutral,
        double positive,
        double compound
    ) => Assert.Equal(new SentimentScore(negative, neutral, positive, compound), Vader.Score(text));

    [Fact]
    public void An_emoji_is_its_name()
    {
        Assert.Equal(Vader.Score("so face with tears of joy"), Vader.Score("so 😂"));
        // The reference puts a blank before the name, none behind it.
        Assert.Equal(Vader.Score("so face with tears of joygood"), Vader.Score("so😂good"));
        Assert.NotEqual(0, Vader.Score("💘").Compound);
    }

    [Theory]
    [InlineData("This is the bomb", "This is the car")]
    [InlineData("I never saw such a beating heart", "I never saw such a beating car")]
    [InlineData("I am without doubt happy", "I am without a happy")]
    [InlineData("no problem", "a problem")]
    [InlineData("it is the least good", "it is at least good")]
    public void Idioms_and_negations_count(string one, string other) =>
        Assert.NotEqual(Vader.Score(one).Compound, Vader.Score(other).Compound);

    [Fact]
    public void Whatever_text_comes_it_has_a_score()
    {
        string[] texts =
        [
            new string('a', 10_000_000),
            string.Concat(Enumerable.Repeat("good but :( ", 800_000)),
            string.Concat(Enumerable.Repeat("😂", 2_000_000)),
            new string('\ud83d', 5_000),
            "\udc00 good \ud83d",
            "\0\u001c\u2028good\u0007\r\n\t",
            new string('!', 1_000_000),
            "n't N'T ''' 'n't",
            "İSTANBUL ﬀ ŉ ǆ ⅷ ª 𝐀𝐁𝐂",
        ];
        foreach (string text in texts)
        {
            SentimentScore score = Vader.Score(text);
            Assert.InRange(score.Compound, -1, 1);
            Assert.Equal(score, Vader.Score(text));
            // What is beyond the length that counts is nothing to it.
            Assert.Equal(score, Vader.Score(text.AsSpan(0, Math.Min(text.Length, Vader.LongestText))));
        }
    }

    [SkippableFact]
    public void Two_thousand_tweets_score_as_the_reference_has_them()
    {
        string[] lines = File.ReadAllLines(SharedData.File("sentiment", "tweets_expected.tsv"));
        int unscored = 0;
        foreach (string[] tweet in lines.Skip(1).Select(line => line.Split('\t')))
        {
            double[] expected = [.. tweet[3..7].Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
            SentimentScore score = Vader.Score(tweet[2]);
            double[] scored = [score.Negative, score.Neutral, score.Positive, score.Compound];
            Assert.All(scored.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
            unscored += TextLanguage.IsScorable(tweet[2]) ? 0 : 1;
        }
        // Two are in Spanish and Filipino.
        Assert.InRange(unscored, 0, 4);
    }
}
