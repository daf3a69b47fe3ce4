using System.Buffers;

namespace CreatorStream.Events;

/// <summary>The rules an event must keep, each with the reason that the sender reads.</summary>
internal sealed class EventValidator
{
    private static readonly SearchValues<byte> Control = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(c => (byte)c),
        127,
    ]);

    /// <summary>The fields that must have a form, beside being free of control characters.</summary>
    private const uint Formed =
        (1u << (int)EventField.Url)
        | (1u << (int)EventField.Referrer)
        | (1u << (int)EventField.Country)
        | (1u << (int)EventField.Currency);

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
        if (!row.Has(EventField.Id))
        {
            return ("id", "is missing");
        }
        if (typeText.IsEmpty)
        {
            return ("type", "is missing");
        }
        row.Type = EventTypes.Parse(typeText, row.Bytes(EventField.Action), out bool needsAction);
        if (row.Type == EventType.None)
        {
            return needsAction
                ? ("action", "does not say which kind of engagement or conversion this is, such as like or purchase")
                : (
                    "type",
                    "is not a type of event: impression, view, click, visit, like, comment, share, save, follow, mention, purchase, signup, lead, download, install, form, refund"
                );
        }
        if (row.Type != EventType.Visit)
        {
            // It said the kind, which is settled; nothing else rests on it.
            row.Remove(EventField.Action);
            row.EngagedMillis = 0;
        }
        if (row.TimeMicros == EventRow.NoTime)
        {
            return ("time", "is missing");
        }
        if (row.TimeMicros < Rfc3339.EarliestMicros)
        {
            return ("time", "is before the year 2000");
        }
        if (row.TimeMicros > nowMicros + EventParser.MostAheadMicros)
        {
            return (
                "time",
                $"is more than 10 minutes ahead of the receiver's clock, which says {Rfc3339.Format(nowMicros / 1_000_000 * 1_000_000)}"
            );
        }
        if (!row.Has(EventField.Visitor))
        {
            return ("visitor", "is missing");
        }
        if (row.Type == EventType.Refund && !row.Has(EventField.Order))
        {
            return ("order", "is missing: a refund needs the order that it takes back");
        }
        if (row.Bytes(EventField.Workspace).SequenceEqual("default"u8))
        {
            // Named or not, it is the same workspace.
            row.Remove(EventField.Workspace);
        }
        return CheckStrings(row, isClean ? row.Present & Formed : row.Present);
    }

    private static (string? Field, string? Reason) CheckStrings(EventRow row, uint fields)
    {
        for (uint left = fields; left != 0; left &= left - 1)
        {
            var field = (EventField)System.Numerics.BitOperations.TrailingZeroCount(left);
            ReadOnlySpan<byte> text = row.Bytes(field);
            string? fault = field switch
            {
                EventField.Text => null,
                EventField.Currency => Currencies.IsKnown(text)
                    ? null
                    : "is not a currency code of ISO 4217, such as EUR",
                EventField.Country => text.Length == 2 && IsUpper(text[0]) && IsUpper(text[1])
                    ? null
                    : "is not a country code of two capital letters, such as DE",
                EventField.Url or EventField.Referrer => IsWeb(text)
                    ? NoControl(text)
                    : "is not an http or https address",
                _ => NoControl(text),
            };
            if (fault != null)
            {
                return (field.JsonName(), fault);
            }
        }
        return (null, null);
    }

    private static string? NoControl(ReadOnlySpan<byte> text) =>
        text.ContainsAny(Control) ? "has a control character" : null;

    private static bool IsUpper(byte c) => c is >= (byte)'A' and <= (byte)'Z';

    private static bool IsWeb(ReadOnlySpan<byte> text) =>
        StartsWithIgnoreCase(text, "https://"u8) || StartsWithIgnoreCase(text, "http://"u8);

    private static bool StartsWithIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length > prefix.Length && System.Text.Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);
}
