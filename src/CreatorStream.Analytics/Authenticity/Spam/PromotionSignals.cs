namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// Asking readers to look at, subscribe to or follow what is the writer's own. The phrases are a list of ours: imperatives that
/// go with «my» and «our», not these words alone (<c>check the views</c> is no promotion). Cost: one pass over the words, where
/// the comment has the words at all. What the speaker says of themself («I'll check it out») is taken off before
/// (<see cref="OwnDeeds"/>).
/// </summary>
internal static class PromotionSignals
{
    private const WordKinds Inviting =
        WordKinds.CheckOut
        | WordKinds.Look
        | WordKinds.Go
        | WordKinds.Follow
        | WordKinds.Subscribe
        | WordKinds.Sub
        | WordKinds.SignUp
        | WordKinds.Like
        | WordKinds.Share;

    private const WordKinds Elsewhere = WordKinds.Place | WordKinds.Shop | WordKinds.Network | WordKinds.Messenger;

    // What is nobody's goal but the speaker's.
    private const WordKinds NobodysGoal = WordKinds.Favourite | WordKinds.Private;

    public static SpamSignal[] All { get; } =
    [
        SpamSignal.Of(
            "check-out",
            SpamSignal.Strong,
            "«check … out», «take a look at», «go check»; not «I'll check it out», nor «@anna check this out».",
            "A fan who recommends another song of the same artist.",
            comment =>
                (!comment.Has(WordKinds.Called) || comment.HasContact)
                && (
                    comment.Near(WordKinds.CheckOut, WordKinds.Out, 4, WordKinds.NotOut)
                    || comment.Run(WordKinds.Take, WordKinds.A, WordKinds.Look, WordKinds.At)
                    || comment.Run(WordKinds.Check, WordKinds.This, WordKinds.Out)
                    || comment.Run(WordKinds.Go, WordKinds.CheckOut)
                )
        ),
        SpamSignal.Of(
            "check-my",
            SpamSignal.Strong,
            "«check my …», «look at our videos»; not «I listen to my favourite song», «check my order».",
            "Somebody who answers a question about their own video.",
            comment =>
                comment.Near(
                    WordKinds.CheckOut,
                    WordKinds.Own,
                    4,
                    WordKinds.Favourite | WordKinds.NotOut,
                    notBefore: NobodysGoal
                )
                || comment.Near(WordKinds.CheckOut, WordKinds.Me, 2)
                || comment.Near(
                    WordKinds.Check | WordKinds.Look,
                    WordKinds.Own,
                    WordKinds.Work | WordKinds.Place,
                    4,
                    3,
                    NobodysGoal
                )
                || comment.Near(WordKinds.Look, WordKinds.Own, WordKinds.Shop, 4, 3, NobodysGoal)
        ),
        SpamSignal.Of(
            "subscribe",
            SpamSignal.Strong,
            "«subscribe», misspelt or spelt out; «sub to my …», «sub 4 sub»; «if I get 100 subscribers».",
            "A fan who says in their joy that one must subscribe to the artist.",
            comment =>
                comment.Has(WordKinds.Subscribe)
                || comment.Near(WordKinds.Sub, WordKinds.Me | WordKinds.Own, 2, WordKinds.At)
                || comment.Near(WordKinds.Sub, WordKinds.Place, 4)
                || comment.Near(WordKinds.Sub, WordKinds.Please, 2)
                || comment.Run(WordKinds.Please, WordKinds.Sub)
                || comment.Near(WordKinds.Like | WordKinds.Share | WordKinds.Follow, WordKinds.Sub, 2)
                || comment.Run(WordKinds.Sub, WordKinds.For, WordKinds.Sub)
                || comment.Run(WordKinds.Sub, WordKinds.Back)
                || comment.Near(WordKinds.Self, WordKinds.Subscribers, 4, WordKinds.You)
        ),
        SpamSignal.Of(
            "subscribers",
            SpamSignal.Clear,
            "Talk of subscribers; not of «your subscribers», nor congratulations.",
            "Somebody who wonders at the artist's numbers.",
            comment => comment.Has(WordKinds.Subscribers) && !comment.Near(WordKinds.You, WordKinds.Subscribers, 6)
        ),
        SpamSignal.Of(
            "own-place",
            SpamSignal.Strong,
            "«come to my channel», «like our page», «follow my instagram»: with a word that invites.",
            "Somebody who answers where they have it.",
            IsInvited
        ),
        SpamSignal.Of(
            "own-channel",
            SpamSignal.Clear,
            "«my channel», «our website»; not «my store», «my account», which everybody has; without own-place.",
            "Somebody who says what they have on their own page, without asking for a visit.",
            comment => comment.Near(WordKinds.Own, WordKinds.Place, 4, NobodysGoal) && !IsInvited(comment)
        ),
        SpamSignal.Of(
            "own-work",
            SpamSignal.Clear,
            "«my song», «our covers»; not «my favourite song».",
            "A fan to whom the song belongs: «this is my song».",
            comment => comment.Near(WordKinds.Own, WordKinds.Work, 4, NobodysGoal)
        ),
        SpamSignal.Of(
            "follow",
            SpamSignal.Strong,
            "«follow me», «add us», «follow on instagram», «follow for follow»; not «follow my dreams».",
            "Somebody who asks the artist to follow them back.",
            comment =>
                comment.Near(WordKinds.Follow, WordKinds.Me | WordKinds.Own, 1, notBefore: NobodysGoal)
                || comment.Run(WordKinds.Follow, WordKinds.For, WordKinds.Follow)
                || comment.Near(WordKinds.Follow, WordKinds.On, Elsewhere, 1, 2)
                || comment.Near(WordKinds.Add, WordKinds.Me, 1, notBefore: WordKinds.To)
                || comment.Near(WordKinds.Add, WordKinds.Own, Elsewhere, 1, 2)
        ),
    ];

    private static bool IsInvited(CommentWords comment) =>
        comment.Near(Inviting, WordKinds.Own, WordKinds.Place, 6, 4, NobodysGoal)
        || comment.Near(Inviting, WordKinds.Own, WordKinds.Shop, 3, 2, NobodysGoal);
}
