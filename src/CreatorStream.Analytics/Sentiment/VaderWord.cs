namespace CreatorStream.Analytics.Sentiment;

/// <summary>What is known of a word in lower case; the default of one that says nothing.</summary>
/// <param name="InLexicon">Whether <paramref name="Valence"/> is known: a valence of 0 is one, too.</param>
/// <param name="Valence">−4 … 4.</param>
/// <param name="Boost">What it adds to the word it strengthens, or takes from one it weakens; 0: neither.</param>
/// <param name="Negates">It turns what follows.</param>
/// <param name="Id">Of the words that rules name; 0 for all others.</param>
internal readonly record struct VaderWord(bool InLexicon, double Valence, double Boost, bool Negates, byte Id);
