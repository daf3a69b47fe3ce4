namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// Verbs that ask for nothing: the speaker says what they do themself («I'll check it out», «can't wait to subscribe», «I really
/// like this post»), or the word is no verb there («at checkout», «looks like this page»). These lose their kinds before signs are
/// looked for. English only, by the words that may stand between who speaks and what they do.
/// </summary>
internal static class OwnDeeds
{
    private const WordKinds Asking =
        WordKinds.Check
        | WordKinds.CheckOut
        | WordKinds.Look
        | WordKinds.Subscribe
        | WordKinds.Sub
        | WordKinds.Like
        | WordKinds.Share
        | WordKinds.Follow
        | WordKinds.Add
        | WordKinds.SignUp
        | WordKinds.Sign
        | WordKinds.Take
        | WordKinds.Go;

    /// <summary>No more words than this are between them: «I am definitely going to have to try to».</summary>
    private const int MostBetween = 8;

    /// <returns>All kinds that are left.</returns>
    public static WordKinds Strike(Span<WordKinds> kinds)
    {
        WordKinds all = WordKinds.None;
        for (int i = 0; i < kinds.Length; i++)
        {
            if ((kinds[i] & (Asking | WordKinds.Help)) != 0)
            {
                kinds[i] &= ~StruckAt(kinds, i);
            }
            all |= kinds[i];
        }
        return all;
    }

    private static WordKinds StruckAt(ReadOnlySpan<WordKinds> kinds, int at)
    {
        WordKinds struck = WordKinds.None;
        // «I'll subscribe back» is an offer.
        if (IsOwn(kinds, at, out WordKinds subject) && !Follows(kinds, at, WordKinds.Back, 1))
        {
            struck |= Asking;
        }
        // «Will this help my skin?»
        if ((subject & WordKinds.It) != 0)
        {
            struck |= WordKinds.Help;
        }
        // «Checked it out»; not «have you checked out my channel».
        bool isPast = (kinds[at] & (WordKinds.CheckOut | WordKinds.Check)) == WordKinds.CheckOut;
        if (isPast && !Follows(kinds, at, WordKinds.Own, 4))
        {
            struck |= WordKinds.CheckOut;
        }
        WordKinds before = at > 0 ? kinds[at - 1] : WordKinds.None;
        if ((before & (WordKinds.At | WordKinds.On | WordKinds.Asked)) != 0)
        {
            struck |= WordKinds.Check | WordKinds.CheckOut;
        }
        if ((before & WordKinds.Compare) != 0)
        {
            struck |= WordKinds.Like;
        }
        // «free to download», «how to join»
        if ((before & WordKinds.To) != 0)
        {
            struck |= WordKinds.SignUp | WordKinds.Sign;
        }
        return struck;
    }

    /// <summary>«Let me check it out», «you convinced me to check it out».</summary>
    private static bool IsLet(ReadOnlySpan<WordKinds> before, int at) =>
        (before[at] & WordKinds.Me) != 0
        && (
            (at > 0 && (before[at - 1] & WordKinds.Tell) != 0)
            || (at + 1 < before.Length && (before[at + 1] & WordKinds.To) != 0)
        );

    private static bool Follows(ReadOnlySpan<WordKinds> kinds, int at, WordKinds kind, int within)
    {
        ReadOnlySpan<WordKinds> after = kinds[(at + 1)..];
        foreach (WordKinds one in after[..Math.Min(after.Length, within)])
        {
            if ((one & kind) != 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <param name="subject">The first word before it that helps no verb.</param>
    private static bool IsOwn(ReadOnlySpan<WordKinds> kinds, int at, out WordKinds subject)
    {
        bool isMeant = false;
        int first = Math.Max(0, at - 1 - MostBetween);
        for (int i = at - 1; i >= first; i--)
        {
            subject = kinds[i];
            if ((subject & WordKinds.Self) != 0)
            {
                return true;
            }
            // «I love to …»; not «I love … check it out».
            bool isWish = (subject & WordKinds.Wish) != 0 && i + 1 < at && (kinds[i + 1] & WordKinds.To) != 0;
            isMeant |= isWish || (subject & WordKinds.Intent) != 0;
            if (!isWish && (subject & (WordKinds.Helper | WordKinds.Intent)) == 0)
            {
                return IsLet(kinds[..at], i) || (isMeant && (subject & (WordKinds.You | WordKinds.Audience)) == 0);
            }
        }
        subject = WordKinds.None;
        return isMeant;
    }
}
