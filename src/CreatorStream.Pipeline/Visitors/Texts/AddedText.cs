namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>What came of telling <see cref="HeldTexts"/> that somebody wrote a text in an hour.</summary>
public enum AddedText
{
    /// <summary>The text is one of those that are not held.</summary>
    NotHeld,

    /// <summary>It is there already.</summary>
    Known,

    /// <summary>The hour has enough others, so the author shares the text, and is not held.</summary>
    Enough,

    New,
}
