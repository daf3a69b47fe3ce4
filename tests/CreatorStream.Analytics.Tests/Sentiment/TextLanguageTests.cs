using CreatorStream.Analytics.Sentiment;

namespace CreatorStream.Analytics.Tests.Sentiment;

public sealed class TextLanguageTests
{
    [Theory]
    [InlineData("I love this song so much")]
    [InlineData("lol")]
    [InlineData("😂😂😂")]
    [InlineData(":)")]
    [InlineData("2:31 !!!")]
    [InlineData("Beyoncé is the queen")]
    [InlineData("OMG café so good")]
    [InlineData("oppa gangnam style 강남스타일 is the best thing ever")]
    [InlineData("Despacito!! #quiero_todo @para_siempre")]
    [InlineData("ＬＯＶＥ ＴＨＩＳ")]
    [InlineData("die Antwoord and Los Lobos played La Bamba, it was great")]
    [InlineData("\ud83d good")]
    public void English_and_what_has_no_language_is_scored(string text) => Assert.True(TextLanguage.IsScorable(text));

    [Theory]
    [InlineData("me encanta esta canción, la mejor del mundo")]
    [InlineData("muito linda essa música")]
    [InlineData("j'adore cette chanson, c'est magnifique")]
    [InlineData("ich liebe dieses Lied, das ist so schön")]
    [InlineData("bellissima questa canzone")]
    [InlineData("çok güzel bir şarkı")]
    [InlineData("aku suka banget lagu ini")]
    [InlineData("jag älskar det här, så bra")]
    [InlineData("świetna piosenka, kocham")]
    [InlineData("heel mooi nummer, echt leuk")]
    [InlineData("bahut accha gana hai bhai")]
    [InlineData("Обожаю эту песню")]
    [InlineData("最高です")]
    [InlineData("정말 좋아요 👍")]
    [InlineData("أحب هذه الأغنية")]
    [InlineData("ดีมาก")]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void Other_languages_and_nothing_are_not_guessed_at(string text) =>
        Assert.False(TextLanguage.IsScorable(text));

    [Fact]
    public void Whatever_text_comes_it_is_judged()
    {
        string[] texts = [new('é', 5_000_000), new('\udfff', 1000), "\0\u0301", "@", "http", "’", "#", "a\ud83d"];
        foreach (string text in texts)
        {
            Assert.Equal(TextLanguage.IsScorable(text), TextLanguage.IsScorable(text));
        }
    }
}
