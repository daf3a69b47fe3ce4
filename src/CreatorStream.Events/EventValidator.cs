using System.Buffers;

namespace CreatorStream.Events;

/// <summary>The rules an event must keep, each with the reason that the sender reads.</summary>
internal sealed class EventValidator
{
    /// <summary>Of the control characters U+0080 to U+009F the first byte in UTF-8, and of letters such as ¿.</summary>
    private const byte LatinLead = 0xC2;

    /// <summary>Control characters of ASCII, and what others begin with.</summary>
    private static readonly SearchValues<byte> Suspect = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(c => (byte)c),
        127,
        LatinLead,
    ]);

    public const string NoTime = "is not a time in RFC 3339 with its time zone, such as 2026-11-21T08:00:00Z";

    private static readonly string NoType =
        $"is not a type of event: {string.Join(", ", EventTypes.All.Select(kind => kind.Name))}";

    /// <summary>The fields that must have a form, beside being free of control characters.</summary>
    private const uint Formed =
        (1u << (int)EventField.Url)
        | (1u << (int)EventField.Referrer)
        | (1u << (int)EventField.Country)
        | (1u << (int)EventField.Currency)
        | (1u << (int)EventField.ErasedVisitor)
        | (1u << (int)EventField.Person)
        | (1u << (int)EventField.Address);

    private readonly byte[] type = new byte[64];
    private int typeLength;

    public void Start() => typeLength = 0;

    /// <summary>Remembers the type as written: what it means may depend on the action, which may come later.</summary>
    public string? SetType(ReadOnlySpan<byte> text)
    {
        if (text.Length > type.Length)
        {
            return "is not a type of event";
        }
        text.CopyTo(type);
        typeLength = text.Length;
        return null;
    }

    /// <summary>Checks a whole event and settles its type. The answer is (null, null) for a good one.</summary>
    /// <param name="isClean">It is known that no string has a control character.</param>
    public (string? Field, string? Reason) Check(EventRow row, long nowMicros, bool isClean)
    {
        ReadOnlySpan<byte> typeText = type.AsSpan(0, typeLength);
        if (typeText.IsEmpty && row.Has(EventField.Id))
        {
            return ("type", "is missing");
        }
        row.Type = EventTypes.Parse(typeText, row.Bytes(EventField.Action), out bool needsAction);
        (string? field, string? reason) = CheckWhole(row.Type, needsAction, row.TimeMicros, row.Present, nowMicros);
        if (reason != null)
        {
            return (field, reason);
        }
        if (!row.Type.IsOfSession())
        {
            // It said the kind, which is settled; nothing else rests on it.
            row.Remove(EventField.Action);
            row.EngagedMillis = 0;
        }
        if (!row.Type.IsLead())
        {
            row.Completeness = 0;
        }
        if (IsDefault(EventField.Workspace, row.Bytes(EventField.Workspace)))
        {
            row.Remove(EventField.Workspace);
        }
        (field, reason) = CheckStrings(row, isClean ? row.Present & Formed : row.Present);
        if (!row.Type.IsLead())
        {
            // Only now: what is wrong is told whatever the event is.
            row.Remove(EventField.Address);
        }
        return (field, reason);
    }

    /// <summary>What an event must have, whatever it is read from. The answer is (null, null) for a good one.</summary>
    /// <param name="type">None where it is unknown, or where <paramref name="needsAction"/> and no action fits.</param>
    /// <param name="timeMicros">Microseconds since 1970, or <see cref="EventRow.NoTime"/>.</param>
    /// <param name="present">Bit f is set where the event has the string field f.</param>
    public static (string? Field, string? Reason) CheckWhole(
        EventType type,
        bool needsAction,
        long timeMicros,
        uint present,
        long nowMicros
    )
    {
        if ((present & (1u << (int)EventField.Id)) == 0)
        {
            return ("id", "is missing");
        }
        if (type == EventType.None)
        {
            return needsAction
                ? ("action", "does not say which kind of engagement or conversion this is, such as like or purchase")
                : ("type", NoType);
        }
        if (timeMicros == EventRow.NoTime)
        {
            return ("time", "is missing");
        }
        if (timeMicros < Rfc3339.EarliestMicros)
        {
            return ("time", "is before the year 2000");
        }
        if (timeMicros > Rfc3339.LatestMicros)
        {
            return ("time", "is after the year 9999");
        }
        if (timeMicros > nowMicros + EventParser.MostAheadMicros)
        {
            return (
                "time",
                $"is more than 10 minutes ahead of the receiver's clock, which says {Rfc3339.Format(nowMicros / 1_000_000 * 1_000_000)}"
            );
        }
        bool hasVisitor = (present & (1u << (int)EventField.Visitor)) != 0;
        bool isErased = (present & (1u << (int)EventField.ErasedVisitor)) != 0;
        if (!hasVisitor && !isErased)
        {
            return ("visitor", "is missing");
        }
        if (hasVisitor && isErased)
        {
            return ("erased_visitor", "is there beside the visitor");
        }
        if (type == EventType.Refund && (present & (1u << (int)EventField.Order)) == 0)
        {
            return ("order", "is missing: a refund needs the order that it takes back");
        }
        return (null, null);
    }

    /// <summary>Named or not, the default workspace is the same: it is kept as absent.</summary>
    public static bool IsDefault(EventField field, ReadOnlySpan<byte> text) =>
        field == EventField.Workspace && text.SequenceEqual("default"u8);

    /// <summary>Why a text of so many bytes is too long for its field, or null.</summary>
    public static string? CheckLength(EventField field, int bytes) =>
        bytes > field.MaxBytes() ? $"is longer than {field.MaxBytes()} bytes" : null;

    /// <summary>Why a value can't be, or null.</summary>
    public static string? CheckValue(long micros) =>
        micros < 0 ? "is negative: give the amount without a sign, and the type refund for what is paid back" : null;

    /// <summary>Why an engaged time, in millionths of a second, can't be, or null.</summary>
    public static string? CheckSeconds(long micros) =>
        micros is < 0 or > 86_400 * Micros.PerUnit ? "is not between 0 and 86,400" : null;

    /// <summary>Why a part of a form, in millionths, can't be, or null.</summary>
    public static string? CheckCompleteness(long micros) =>
        micros is < 0 or > Micros.PerUnit
            ? "is not between 0 and 1: it is the part of the form's fields that were filled in, such as 0.75"
            : null;

    /// <summary>Why a text is not one of its field, or null. It is valid UTF-8 and not too long.</summary>
    public static string? CheckText(EventField field, ReadOnlySpan<byte> text) =>
        field switch
        {
            EventField.Text => null,
            EventField.Currency => Currencies.IsKnown(text) ? null : "is not a currency code of ISO 4217, such as EUR",
            EventField.Country => text.Length == 2 && IsUpper(text[0]) && IsUpper(text[1])
                ? null
                : "is not a country code of two capital letters, such as DE",
            EventField.ErasedVisitor => ErasedPerson.TryParse(text, out _)
                ? null
                : "is not what the log keeps of an erased person",
            EventField.Person => PersonMark.Check(text) ?? NoControl(text),
            EventField.Address => LeadWords.KindOf(text) != AddressKind.None
                ? null
                : "is none of corporate, personal and disposable: say which kind it is, never the address",
            EventField.Url or EventField.Referrer => IsWeb(text) ? NoControl(text) : "is not an http or https address",
            _ => NoControl(text),
        };

    private static (string? Field, string? Reason) CheckStrings(EventRow row, uint fields)
    {
        for (uint left = fields; left != 0; left &= left - 1)
        {
            var field = (EventField)System.Numerics.BitOperations.TrailingZeroCount(left);
            if (CheckText(field, row.Bytes(field)) is { } fault)
            {
                return (field.JsonName(), fault);
            }
        }
        return (null, null);
    }

    /// <summary>Whether a text has what most fields may not hold: U+0000 to U+001F, or U+007F to U+009F.</summary>
    public static bool HasControl(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(Suspect) is >= 0 and var at)
        {
            if (text[at] != LatinLead || (at + 1 < text.Length && text[at + 1] <= 0x9F))
            {
                return true;
            }
            text = text[(at + 1)..];
        }
        return false;
    }

    private static string? NoControl(ReadOnlySpan<byte> text) => HasControl(text) ? "has a control character" : null;

    private static bool IsUpper(byte c) => c is >= (byte)'A' and <= (byte)'Z';

    private static bool IsWeb(ReadOnlySpan<byte> text) =>
        StartsWithIgnoreCase(text, "https://"u8) || StartsWithIgnoreCase(text, "http://"u8);

    private static bool StartsWithIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length > prefix.Length && System.Text.Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);
}
