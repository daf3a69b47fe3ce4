namespace CreatorStream.Events;

/// <summary>Whose mail address somebody left. Values are stored: never renumber.</summary>
public enum AddressKind : byte
{
    /// <summary>Nobody told.</summary>
    None = 0,
    Corporate = 1,
    Personal = 2,

    /// <summary>Of a service that gives addresses away for a few minutes.</summary>
    Disposable = 3,
}

/// <summary>What a conversion that makes a lead says of how good it is.</summary>
/// <param name="Completeness">Which part of the form's fields was filled in, in whole per cent; null: nobody told.</param>
public readonly record struct LeadWords(byte? Completeness, AddressKind Address)
{
    public const byte Whole = 100;

    /// <summary>The part as events have it, from 0 to 1, in millionths.</summary>
    /// <returns>In whole per cent; half of one is rounded up.</returns>
    public static byte PercentOf(long micros) => (byte)(((micros * Whole) + (Micros.PerUnit / 2)) / Micros.PerUnit);

    /// <summary>The kind that a word names; none where it names none.</summary>
    public static AddressKind KindOf(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("corporate"u8) ? AddressKind.Corporate
        : word.SequenceEqual("personal"u8) ? AddressKind.Personal
        : word.SequenceEqual("disposable"u8) ? AddressKind.Disposable
        : AddressKind.None;
}
