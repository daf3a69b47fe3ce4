namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>A comment as the rules of spam see it.</summary>
/// <param name="kinds">Of each word, in their order, at most <see cref="MostWords"/>; links are no words.</param>
/// <param name="all">What any of them is.</param>
/// <param name="hasLink">To anywhere but YouTube itself.</param>
/// <param name="hasContact">A name with @, or a telephone number with its country.</param>
internal readonly ref struct CommentWords(ReadOnlySpan<WordKinds> kinds, WordKinds all, bool hasLink, bool hasContact)
{
    public const int MostWords = 1000;

    private readonly ReadOnlySpan<WordKinds> kinds = kinds;

    public bool HasLink { get; } = hasLink;
    public bool HasContact { get; } = hasContact;
    public int Count => kinds.Length;

    public bool Has(WordKinds kind) => (all & kind) != 0;

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
    public bool Near(WordKinds first, WordKinds second, int within, WordKinds unless = WordKinds.None)
    {
        if (!Has(first) || !Has(second))
        {
            return false;
        }
        for (int i = 0; i < kinds.Length; i++)
        {
            if ((kinds[i] & first) == 0)
            {
                continue;
            }
            for (int j = i + 1; j < Math.Min(kinds.Length, i + 1 + within) && (kinds[j] & unless) == 0; j++)
            {
                if ((kinds[j] & second) != 0)
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Three kinds in this order, each at most so many words after the one before.</summary>
    public bool Near(WordKinds first, WordKinds second, WordKinds third, int within)
    {
        if (!Has(first) || !Has(second) || !Has(third))
        {
            return false;
        }
        for (int i = 0; i < kinds.Length; i++)
        {
            for (int j = i + 1; (kinds[i] & first) != 0 && j < Math.Min(kinds.Length, i + 1 + within); j++)
            {
                ReadOnlySpan<WordKinds> rest = kinds[(j + 1)..Math.Min(kinds.Length, j + within)];
                foreach (WordKinds one in (kinds[j] & second) != 0 ? rest : default)
                {
                    if ((one & third) != 0)
                    {
                        return true;
                    }
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
}
