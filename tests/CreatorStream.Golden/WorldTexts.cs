using System.Globalization;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>Comments of a random world: some that many wrote within a day, and some that only look so.</summary>
internal sealed class WorldTexts(string workspace, Random random)
{
    private static readonly string[] Marks = ["", "!", " 🔥🔥", " @ann", " #ad @bea.b", "...", " ❤"];
    private static readonly string[] Various =
    [
        "the worst shoes I ever had, they fell apart and I hate them",
        "the parcel came on a Tuesday in a brown box",
        "not bad at all but the strap is a bit short for me",
        "nie wieder, das ist wirklich nicht das Geld wert und ich habe es zurückgeschickt",
        "とても素敵なバッグですね、どこで買えますか",
        "c'est très joli mais je ne trouve pas la taille",
        "no",
        "🔥",
        "😡😡",
        "   ",
        "subscribe to my channel please, check out my video http://example.com/watch and like it",
    ];
    private readonly List<JsonObject> comments = [];

    public List<JsonObject> Make()
    {
        // By enough of them, mostly within a day.
        Say("this serum changed my skin in just two weeks and I love it", 7, 26);
        Say("honestly the best travel bag that I have ever bought, get yours today", 6, 22);
        // At the edge: the number of people, and of hours.
        Say("my whole family asks me every day where I got this lamp from", 4, 10);
        Say("we tried the blue one first and then came back for the green one", 5, 25);
        // Everybody's words, and those of few.
        Say("love it so much", 9, 5);
        Say("🔥🔥🔥 😍", 9, 5);
        Say("@ann @bea @cem #spring #sale #love #shoes #new #now look", 9, 5);
        for (int n = 0; n < 10; n++)
        {
            Comment(Author(), $"nobody else has ever said this about number {n} of that list", Hour());
        }

        // Of every sentiment, in other languages, in signs alone, and spam: by so many people that shares are told of one creator.
        for (int n = 0; n < 80; n++)
        {
            string content = random.Next(3) == 0 ? World.Pick(random, World.Catalogued) : World.Catalogued[0];
            Comment($"reader-{random.Next(60)}", World.Pick(random, Various), Hour(), content);
        }

        // The same event but for its text, which says the contrary.
        JsonObject contrary = comments[random.Next(comments.Count)].DeepClone().AsObject();
        contrary["text"] = World.Pick(random, Various);
        comments.Add(contrary);

        // The same event but for its text is one event, and both were written.
        JsonObject twice = comments[0].DeepClone().AsObject();
        twice["text"] = "honestly the best travel bag that I have ever bought, get yours today";
        comments.Add(twice);
        // A mention is no comment.
        foreach (JsonObject json in comments.Where(_ => random.Next(12) == 0).ToList())
        {
            json["type"] = "mention";
        }

        return comments;
    }

    private void Say(string text, int people, int hours)
    {
        DateTimeOffset first = Hour();
        string[] authors = [.. Enumerable.Range(0, 12).Select(n => n < 3 ? $"v{n}" : $"fan-{n}"), "crawler"];
        random.Shuffle(authors);
        foreach (string author in authors.Take(people))
        {
            string said = random.Next(2) == 0 ? text.ToUpperInvariant() : text;
            int minutes = random.Next(60 * hours);
            Comment(author, said + World.Pick(random, Marks), first.AddMinutes(minutes));
            if (random.Next(3) == 0)
            {
                Comment(author, text, first.AddMinutes(random.Next(60 * hours)));
            }
        }
    }

    private string Author() => $"fan-{random.Next(12)}";

    private DateTimeOffset Hour() => World.Start.AddHours(random.Next(24 * (World.Days - 3)));

    private void Comment(string visitor, string text, DateTimeOffset time) =>
        Comment(visitor, text, time, World.Pick(random, World.Catalogued));

    private void Comment(string visitor, string text, DateTimeOffset time, string content)
    {
        JsonObject json = World.Object(
            workspace,
            ("type", "comment"),
            ("visitor", visitor),
            ("text", text),
            ("content", content)
        );
        json["id"] = $"t{comments.Count}";
        json["time"] = time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        comments.Add(json);
    }
}
