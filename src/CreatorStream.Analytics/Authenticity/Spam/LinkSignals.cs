namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// Links and other ways off the page. Source: links are the strongest sign of comment spam in Alberto, Lochter and Almeida,
/// «TubeSpam: Comment Spam Filtering on YouTube», ICMLA 2015, and in all filters that blogs use. Cost: a look at each word's start.
/// </summary>
internal static class LinkSignals
{
    public static SpamSignal[] All { get; } =
    [
        SpamSignal.Of(
            "link",
            SpamSignal.Strong,
            "An address or the name of a domain, also one broken up («name . com»), that leads away from YouTube.",
            "A fan who links an article, a petition or a picture of the artist.",
            comment => comment.HasLink
        ),
        SpamSignal.Of(
            "contact",
            SpamSignal.Weak,
            "A name with @ that the comment does not begin with, or a telephone number with its country; not beside words of a "
                + "raffle, where friends are called.",
            "Somebody who calls a friend to see the video.",
            comment => comment.HasContact && !comment.Has(WordKinds.Raffle)
        ),
        SpamSignal.Of(
            "messenger",
            SpamSignal.Clear,
            "Kik, Skype, Telegram, WhatsApp: where those who cheat want to talk.",
            "Somebody who asks for a group there.",
            comment => comment.Has(WordKinds.Messenger)
        ),
        SpamSignal.Of(
            "network",
            SpamSignal.Weak,
            "The name of another network: Instagram, Snapchat, Twitter and others.",
            "Somebody who tells where they heard of the video.",
            comment => comment.Has(WordKinds.Network)
        ),
    ];
}
