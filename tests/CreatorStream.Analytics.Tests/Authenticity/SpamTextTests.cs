using CreatorStream.Analytics.Authenticity.Spam;

namespace CreatorStream.Analytics.Tests.Authenticity;

public sealed class SpamTextTests
{
    [Theory]
    [InlineData("Check out my new channel!")]
    [InlineData("pls suscribe to my chanell")]
    [InlineData("S U B S C R I B E  N O W")]
    [InlineData("ＳＵＢＳＣＲＩＢＥ to me")]
    [InlineData("sub\u200Bscribe")]
    [InlineData("follow me on insta")]
    [InlineData("best prices: http://cheap-shoes.example/buy")]
    [InlineData("look: tinylink . com/abc is great")]
    [InlineData("go to freestuff dot com")]
    [InlineData("shop.example.co.uk has it")]
    [InlineData("look at my.example.me/buy")]
    [InlineData("look at www.example.me")]
    [InlineData("look at https://163.example.me")]
    [InlineData("24shop.com has it")]
    [InlineData("watch?v=abcdefghijk this one is better")]
    [InlineData("<a href=\"https://spam.example/x\">nice</a>")]
    [InlineData("&lt;a href=\"https://spam.example/x\"&gt;nice&lt;/a&gt;")]
    [InlineData("Earn money from home, click and register")]
    [InlineData("like this comment if you agree")]
    [InlineData("I'm a rapper and I upload covers every week")]
    [InlineData("plzzzzz check my videosssss")]
    [InlineData("if i reach 100 subscribers i will dance")]
    [InlineData("We are a new rock band from Leeds, please listen")]
    [InlineData("I am a rapper, please help me")]
    [InlineData("im a singer please share")]
    [InlineData("listen to our new song")]
    [InlineData("watch all of my videos")]
    [InlineData("give it a like and I'll give you one back")]
    [InlineData("guys give this comment a thumbs up")]
    [InlineData("please give it a big thumbs up")]
    [InlineData("sub to my channel")]
    [InlineData("sub to this channel")]
    [InlineData("sub 4 sub")]
    [InlineData("plz sub")]
    [InlineData("like and sub")]
    [InlineData("I'll sub back")]
    [InlineData("I'll subscribe back")]
    [InlineData("if you subscribe I will subscribe back")]
    [InlineData("I make music, check out my channel")]
    [InlineData("if you want to check out my channel")]
    [InlineData("you will want to check out my music")]
    [InlineData("Have you checked out my channel?")]
    [InlineData("who will check out my channel?")]
    [InlineData("I would love it if you would check out my song")]
    [InlineData("Check out my store")]
    [InlineData("visit my page")]
    [InlineData("come to my channel")]
    [InlineData("follow my instagram")]
    [InlineData("follow on instagram")]
    [InlineData("add me on snapchat")]
    [InlineData("like our page")]
    [InlineData("share this post with everyone")]
    [InlineData("@anna check out my channel")]
    [InlineData("@anna check out @cheap_followers_shop")]
    [InlineData("text me on whatsapp for crypto profit")]
    [InlineData("Join my telegram to earn money")]
    [InlineData("make money fast and earn cash with bitcoin")]
    [InlineData("tell me what you think, I upload covers")]
    [InlineData("@www.example.com")]
    [InlineData("@http://spam.example/x")]
    public void Promotion_links_and_scams_are_spam(string comment) =>
        Assert.InRange(SpamText.Score(comment), SpamText.Threshold, 1);

    [Theory]
    [InlineData("I love this song so much")]
    [InlineData("just came here to check the views")]
    [InlineData("This is my favorite song ever")]
    [InlineData("why does this have 2,127,315,950 views?")]
    [InlineData("<a href=\"https://www.youtube.com/watch?v=abc&amp;t=1m2s\">1:02</a> best part")]
    [InlineData("Artist - Title (Official): https://youtu.be/abcdefghijk")]
    [InlineData("I love it.me too")]
    [InlineData("Konzert am 24.12.in Hamburg")]
    [InlineData("Release date 12.10.in my country")]
    [InlineData("it was 24.12.2025.uk only, sadly")]
    [InlineData("I was there on 24.12.in/near Hamburg")]
    [InlineData("Just.Do.It")]
    [InlineData("This.Is.It")]
    [InlineData("This coat is not.for.me, sorry")]
    [InlineData("It was great... come on. in 2015 it was the best")]
    [InlineData("her new album is out, please sing it live")]
    [InlineData("P E A C E & L O V E")]
    [InlineData("thumbs up if you watch this in 2026")]
    [InlineData("@anna_k look, I want to win this giveaway so bad")]
    [InlineData("I watched it with my friends and my brother")]
    [InlineData("You are the best rapper alive, please come back")]
    [InlineData("They are such a good band, please tour again")]
    [InlineData("as a singer she is great, please sing it live")]
    [InlineData("I'm in love with this singer, please come back")]
    [InlineData("I listen to my favourite song every day")]
    [InlineData("I give this video a thumbs up")]
    [InlineData("I'd give it a thumbs up")]
    [InlineData("We always give this a like")]
    [InlineData("she doesn't give a fuck, like always")]
    [InlineData("who can give me a song like this")]
    [InlineData("")]
    [InlineData("😍😍😍")]
    [InlineData("@anna check this out")]
    [InlineData("@anna @lisa check this out!!")]
    [InlineData("hey @anna.b check out this dress")]
    [InlineData("@check_out_berlin is where I found it")]
    public void What_fans_write_is_none(string comment) =>
        Assert.InRange(SpamText.Score(comment), 0, SpamText.Threshold - 0.01);

    [Fact]
    public void The_signs_that_were_found_are_named()
    {
        List<string> signs = [];
        SpamText.Score("hey guys check out my channel http://a.example", false, signs);
        Assert.Equal(["link", "check-out", "check-my", "own-place", "crowd"], signs);
    }

    [Fact]
    public void Repetition_raises_the_score_and_is_not_enough()
    {
        double alone = SpamText.Score("love is all around me tonight");
        double repeated = SpamText.Score("love is all around me tonight", isRepeated: true);
        Assert.InRange(repeated, alone + 0.1, SpamText.Threshold - 0.01);
    }

    [Fact]
    public void Whatever_comment_comes_it_has_a_score()
    {
        string[] comments =
        [
            new string('<', 1_000_000),
            string.Concat(Enumerable.Repeat("<a ", 500_000)),
            string.Concat(Enumerable.Repeat("a . ", 100_000)),
            string.Concat(Enumerable.Repeat("check out my ", 800_000)),
            string.Concat(Enumerable.Repeat("&amp;", 10_000)),
            string.Concat(Enumerable.Repeat("a b c d ", 1_000)),
            "\ud83d\udc00\ud83d",
            "\0/@+.(",
            "www.",
            "http://",
            "a.",
            "name dot",
            "@ab",
            "+123456789012345678",
            "s’",
        ];
        foreach (string comment in comments)
        {
            double score = SpamText.Score(comment);
            Assert.InRange(score, 0, 1);
            Assert.Equal(score, SpamText.Score(comment));
        }
    }

    /// <summary>Labels with a dash at every other place, of which each is a start, and slashes.</summary>
    [Fact]
    public void Nothing_is_looked_through_for_links_twice()
    {
        string label = string.Join('-', Enumerable.Repeat('a', 32));
        string dashes = string.Join('.', Enumerable.Repeat(label, 64));
        foreach (string text in (string[])[dashes, label + dashes, dashes + "\n" + dashes, new string('/', 4096)])
        {
            LinkLooks looks = default;
            for (int at = 0; at < text.Length; at++)
            {
                if (char.IsLetter(text[at]) || text[at] == '/')
                {
                    Assert.Equal(0, CommentLink.Find(text, at, ref looks).Length);
                }
            }
            // The last label once more from each of its dashes.
            Assert.InRange(looks.Characters, text.Length / 2, text.Length + (64 * 64));
        }
    }

    /// <summary>Where a look ends, the next begins: a link behind it is found as before.</summary>
    [Theory]
    [InlineData("a.b-shop.com")]
    [InlineData("me.too-http://a.example")]
    [InlineData("///x //watch?v=abcdefghijk")]
    [InlineData("a-watch?v=abcdefghijk")]
    [InlineData("a-a.nothing best-shop . com")]
    [InlineData("hit.me-freestuff . com")]
    public void A_link_is_found_behind_what_is_none(string comment) =>
        Assert.InRange(SpamText.Score(comment), SpamText.Threshold, 1);

    [Fact]
    public void Equal_and_nearly_equal_comments_repeat_each_other()
    {
        string template =
            "my uncle has made four thousand in a week by this one simple trick at home {0} believe me it works";
        string[] comments =
        [
            "love this",
            "love this",
            "love this",
            "what a great great song!",
            "What a GREAT great song",
            "what a great, great song",
            "what a song of all songs",
            "i have never heard a voice that goes so deep into the heart as this one does",
            string.Format(System.Globalization.CultureInfo.InvariantCulture, template, "today"),
            string.Format(System.Globalization.CultureInfo.InvariantCulture, template, "yesterday"),
        ];
        bool[] expected = [false, false, false, true, true, true, false, false, true, true];
        Assert.Equal(expected, RepeatedComments.Find(comments));
    }

    [Fact]
    public void All_copies_of_a_template_are_found_however_many()
    {
        string[] comments =
        [
            .. Enumerable
                .Range(0, 1000)
                .SelectMany(i =>
                    (string[])
                        [
                            $"dear friends number{i} my page has the best offers of the whole wide web for you today, come{i * 7}",
                            $"word{i} word{i + 5000} a{i} b{i} c{i} d{i} e{i} f{i} g{i} h{i} i{i} j{i} k{i}",
                        ]
                ),
        ];
        bool[] repeated = RepeatedComments.Find(comments);
        Assert.All(repeated.Index(), one => Assert.Equal(one.Index % 2 == 0, one.Item));
    }
}
