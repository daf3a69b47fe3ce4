namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// Asking readers to look at, subscribe to or follow what is the writer's own. The phrases are a list of ours: imperatives that
/// go with «my» and «our», not these words alone (<c>check the views</c> is no promotion). Cost: one pass over the words, where
/// the comment has the words at all.
/// </summary>
internal static class PromotionSignals
{
    public static SpamSignal[] All { get; } =
    [
        SpamSignal.Of(
            "check-out",
            SpamSignal.Strong,
            "«check … out», «take a look at», «go and watch»; not «@anna check this out».",
            "A fan who recommends another song of the same artist.",
            comment =>
                (!comment.Has(WordKinds.Called) || comment.HasContact)
                && (
                    comment.Near(WordKinds.CheckOut, WordKinds.Out, 4)
                    || comment.Run(WordKinds.Take, WordKinds.A, WordKinds.Look, WordKinds.At)
                    || comment.Run(WordKinds.Check, WordKinds.This, WordKinds.Out)
                    || comment.Run(WordKinds.Go, WordKinds.Check)
                )
        ),
        SpamSignal.Of(
            "check-my",
            SpamSignal.Strong,
            "«check my …», «look at our videos»; not «I listen to my favourite song».",
            "Somebody who answers a question about their own video.",
            comment =>
                comment.Near(WordKinds.CheckOut, WordKinds.Own, 4, WordKinds.Favourite)
                || comment.Near(WordKinds.CheckOut, WordKinds.Me, 2)
                || comment.Near(
                    WordKinds.Check,
                    WordKinds.Own,
                    WordKinds.Work | WordKinds.Place,
                    4,
                    3,
                    WordKinds.Favourite
                )
        ),
        SpamSignal.Of(
            "subscribe",
            SpamSignal.Strong,
            "«subscribe», «sub», misspelt or spelt out; «if I get 100 subscribers».",
            "A fan who says in their joy that one must subscribe to the artist.",
            comment => comment.Has(WordKinds.Subscribe) || comment.Near(WordKinds.Self, WordKinds.Subscribers, 4)
        ),
        SpamSignal.Of(
            "subscribers",
            SpamSignal.Clear,
            "Talk of subscribers.",
            "Somebody who wonders at the artist's numbers.",
            comment => comment.Has(WordKinds.Subscribers)
        ),
        SpamSignal.Of(
            "own-place",
            SpamSignal.Strong,
            "«my channel», «our website», «my instagram».",
            "Somebody who says what they have on their own page, without asking for a visit.",
            comment => comment.Near(WordKinds.Own, WordKinds.Place, 4, WordKinds.Favourite)
        ),
        SpamSignal.Of(
            "own-work",
            SpamSignal.Clear,
            "«my song», «our covers»; not «my favourite song».",
            "A fan to whom the song belongs: «this is my song».",
            comment => comment.Near(WordKinds.Own, WordKinds.Work, 4, WordKinds.Favourite)
        ),
        SpamSignal.Of(
            "follow",
            SpamSignal.Strong,
            "«follow me», «add us», «follow on», «follow for follow».",
            "Somebody who asks the artist to follow them back.",
            comment =>
                comment.Run(WordKinds.Follow, WordKinds.Me | WordKinds.Own | WordKinds.On)
                || comment.Run(WordKinds.Follow, WordKinds.For, WordKinds.Follow)
        ),
    ];
}
