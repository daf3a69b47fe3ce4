namespace CreatorStream.Events;

/// <summary>
/// The ways by which events come in. The collector stamps each event with its own (<see cref="EventField.Via"/>); what a
/// body says of it is overwritten. An event of another producer that the broker let in may have none: it is proven.
/// </summary>
public static class Ways
{
    /// <summary>The pixel, called by anybody.</summary>
    public const string Pixel = "pixel";

    /// <summary>A tracked link, opened by anybody.</summary>
    public const string Link = "link";

    /// <summary>The script on a page, called by anybody.</summary>
    public const string Script = "script";

    /// <summary>A file, read by whoever may write to the log.</summary>
    public const string Import = "import";

    /// <summary>A service without a key, called on its own machine.</summary>
    public const string Local = "local";

    /// <summary>Before the name of the key that the sender showed.</summary>
    public const string KeyPrefix = "key:";

    /// <summary>Before the name of the webhook whose secret the sender has.</summary>
    public const string HookPrefix = "hook:";

    private const int MostNameLength = 48;

    /// <summary>
    /// What a key or a webhook may be called, which is stamped on events and shown: letters, digits, dot, hyphen and
    /// underscore, a letter or digit first.
    /// </summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MostNameLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(at => char.IsAsciiLetterOrDigit(at) || at is '.' or '-' or '_');

    /// <summary>Whether a stranger could have sent it: what it says is a claim.</summary>
    public static bool IsAnonymous(ReadOnlySpan<byte> via) =>
        via.SequenceEqual("pixel"u8) || via.SequenceEqual("link"u8) || via.SequenceEqual("script"u8);
}
