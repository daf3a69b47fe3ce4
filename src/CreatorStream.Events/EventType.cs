namespace CreatorStream.Events;

/// <summary>
/// What happened. The values are stored in logs and snapshots, and their order breaks ties between touches of
/// equal time: never renumber.
/// </summary>
public enum EventType : byte
{
    None = 0,
    Impression = 1,
    View = 2,
    Click = 3,
    Visit = 4,
    Like = 5,
    Comment = 6,
    Share = 7,
    Save = 8,
    Follow = 9,
    Mention = 10,
    Purchase = 11,
    Signup = 12,
    Lead = 13,
    Download = 14,
    Install = 15,
    Form = 16,
    Refund = 17,
}

public static class EventTypes
{
    /// <summary>Types 1 … 10 show that a person met the content: they count for reach and stand on paths.</summary>
    public const int TouchCount = 10;

    // Never kept: between what was written and what it means.
    internal const EventType Engagement = (EventType)254;
    internal const EventType Conversion = (EventType)255;

    public static bool IsTouch(this EventType type) => type is >= EventType.Impression and <= EventType.Mention;

    public static bool IsConversion(this EventType type) => type is >= EventType.Purchase and <= EventType.Form;

    /// <summary>Clicks and visits: they beat other touches, and have the longer lookback.</summary>
    public static bool IsClickOrVisit(this EventType type) => type is EventType.Click or EventType.Visit;

    /// <summary>What a person does by hand: every touch but impressions and views.</summary>
    public static bool IsAction(this EventType type) => type is >= EventType.Click and <= EventType.Mention;

    /// <summary>
    /// Both spellings: <c>like</c>, or <c>engagement</c> with the action <c>like</c>. For a type that needs an
    /// action, <paramref name="needsAction"/> is set and the answer is None unless the action fits.
    /// </summary>
    public static EventType Parse(ReadOnlySpan<byte> type, ReadOnlySpan<byte> action, out bool needsAction)
    {
        EventType written = ParseWritten(type);
        needsAction = written is Engagement or Conversion;
        return needsAction ? Settle(written, action) : written;
    }

    /// <summary>A type as written; <see cref="Engagement"/> and <see cref="Conversion"/> await an action.</summary>
    internal static EventType ParseWritten(ReadOnlySpan<byte> type) =>
        type.Length == 10 && type.SequenceEqual("engagement"u8) ? Engagement
        : type.Length == 10 && type.SequenceEqual("conversion"u8) ? Conversion
        : ParseName(type);

    /// <summary>Which engagement or conversion the action makes of it, None where it fits none.</summary>
    internal static EventType Settle(EventType written, ReadOnlySpan<byte> action)
    {
        EventType kind = ParseName(action);
        bool fits =
            written == Engagement ? kind is >= EventType.Like and <= EventType.Mention : kind >= EventType.Purchase;
        return fits ? kind : EventType.None;
    }

    private static EventType ParseName(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            4 when name.SequenceEqual("view"u8) => EventType.View,
            4 when name.SequenceEqual("like"u8) => EventType.Like,
            4 when name.SequenceEqual("save"u8) => EventType.Save,
            4 when name.SequenceEqual("lead"u8) => EventType.Lead,
            4 when name.SequenceEqual("form"u8) => EventType.Form,
            5 when name.SequenceEqual("click"u8) => EventType.Click,
            5 when name.SequenceEqual("visit"u8) => EventType.Visit,
            5 when name.SequenceEqual("share"u8) => EventType.Share,
            6 when name.SequenceEqual("follow"u8) => EventType.Follow,
            6 when name.SequenceEqual("signup"u8) => EventType.Signup,
            6 when name.SequenceEqual("refund"u8) => EventType.Refund,
            7 when name.SequenceEqual("comment"u8) => EventType.Comment,
            7 when name.SequenceEqual("mention"u8) => EventType.Mention,
            7 when name.SequenceEqual("install"u8) => EventType.Install,
            8 when name.SequenceEqual("purchase"u8) => EventType.Purchase,
            8 when name.SequenceEqual("download"u8) => EventType.Download,
            10 when name.SequenceEqual("impression"u8) => EventType.Impression,
            _ => EventType.None,
        };
}
