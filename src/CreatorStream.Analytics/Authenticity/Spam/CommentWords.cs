namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>A comment as the rules of spam see it.</summary>
/// <param name="kinds">Of each word, in their order, at most <see cref="MostWords"/>; links are no words.</param>
/// <param name="all">What any of them is.</param>
/// <param name="hasLink">To anywhere but YouTube itself.</param>
/// <param name="hasContact">A name with @ that it does not begin with, or a telephone number with its country.</param>
internal readonly ref struct CommentWords(ReadOnlySpan<WordKinds> kinds, WordKinds all, bool hasLink, bool hasContact)
{
    public const int MostWords = 1000;

    private readonly ReadOnlySpan<WordKinds> kinds = kinds;

    public bool HasLink { get; } = hasLink;
    public bool HasContact { get; } = hasContact;
    public int Count => kinds.Length;

    public bool Has(WordKinds kind) => (all & kind) != 0;

    /// <summary>Whether a word of the first kind is not directly followed by one of the second.</summary>
    public bool HasWithout(WordKinds kind, WordKinds next)
    {
        for (int i = 0; Has(kind) && i < kinds.Length; i++)
        {
            if ((kinds[i] & kind) != 0 && (i + 1 == kinds.Length || (kinds[i + 1] & next) == 0))
            {
                return true;
            }
        }
        return false;
    }

    public int CountOf(WordKinds kind)
    {
        int count = 0;
        foreach (WordKinds one in Has(kind) ? kinds : default)
        {
            count += (one & kind) != 0 ? 1 : 0;
        }
        return count;
    }

    /// <summary>Whether a word of the second kind follows one of the first, at most so many words later.</summary>
    /// <param name="unless">A word between them that breaks the connection.</param>
    /// <param name="notBefore">Not where one of these is the word after the second, or the one after that.</param>
    public bool Near(
        WordKinds first,
        WordKinds second,
        int within,
        WordKinds unless = WordKinds.None,
        WordKinds notBefore = WordKinds.None
    )
    {
        if (!Has(first) || !Has(second))
        {
            return false;
        }
        for (int i = 0; i < kinds.Length; i++)
        {
            if ((kinds[i] & first) != 0 && Follows(i, second, within, unless, notBefore))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Three kinds in this order.</summary>
    /// <param name="within">The second is at most so many words after the first.</param>
    /// <param name="then">The third is at most so many words after the second.</param>
    /// <param name="unless">A word between the second and the third that breaks the connection.</param>
    /// <param name="notAfter">Not where one of these is the word before the first, or the one before that.</param>
    public bool Near(
        WordKinds first,
        WordKinds second,
        WordKinds third,
        int within,
        int then,
        WordKinds unless = WordKinds.None,
        WordKinds notAfter = WordKinds.None
    )
    {
        if (!Has(first) || !Has(second) || !Has(third))
        {
            return false;
        }
        for (int i = 0; i < kinds.Length; i++)
        {
            WordKinds before = (i > 0 ? kinds[i - 1] : default) | (i > 1 ? kinds[i - 2] : default);
            bool isFirst = (kinds[i] & first) != 0 && (before & notAfter) == 0;
            for (int j = i + 1; isFirst && j < Math.Min(kinds.Length, i + 1 + within); j++)
            {
                if ((kinds[j] & second) != 0 && Follows(j, third, then, unless))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Whether words of these kinds follow each other without another between.</summary>
    public bool Run(params ReadOnlySpan<WordKinds> sequence)
    {
        foreach (WordKinds kind in sequence)
        {
            if (!Has(kind))
            {
                return false;
            }
        }
        for (int i = 0; i + sequence.Length <= kinds.Length; i++)
        {
            int at = 0;
            while (at < sequence.Length && (kinds[i + at] & sequence[at]) != 0)
            {
                at++;
            }
            if (at == sequence.Length)
            {
                return true;
            }
        }
        return false;
    }

    private bool Follows(int at, WordKinds kind, int within, WordKinds unless, WordKinds notBefore = WordKinds.None)
    {
        for (int i = at + 1; i < Math.Min(kinds.Length, at + 1 + within) && (kinds[i] & unless) == 0; i++)
        {
            WordKinds after =
                (i + 1 < kinds.Length ? kinds[i + 1] : default) | (i + 2 < kinds.Length ? kinds[i + 2] : default);
            if ((kinds[i] & kind) != 0 && (after & notBefore) == 0)
            {
                return true;
            }
        }
        return false;
    }
}
