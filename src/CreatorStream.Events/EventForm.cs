using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// One event field by field, for whoever has it in parts and not as JSON: see <see cref="EventParser.ParseForm"/>. What it
/// takes or refuses is what <see cref="EventReader"/> does; an empty text is a field that is not there.
/// </summary>
public sealed class EventForm
{
    private readonly EventRow row;
    private readonly EventValidator validator;
    private string? field;
    private string? reason;

    internal EventForm(EventRow row, EventValidator validator)
    {
        this.row = row;
        this.validator = validator;
    }

    public void Set(EventField of, ReadOnlySpan<char> text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        if (EventValidator.CheckLength(of, length) is { } fault)
        {
            Blame(of.JsonName(), fault);
        }
        else if (length > 0)
        {
            Encoding.UTF8.GetBytes(text, row.Scratch(length));
            row.SetScratch(of, length);
        }
    }

    public void SetType(ReadOnlySpan<char> text) =>
        Set(EventProperty.Type, text, static (form, bytes) => form.validator.SetType(bytes));

    /// <param name="text">RFC 3339.</param>
    public void SetTime(ReadOnlySpan<char> text) =>
        Set(
            EventProperty.Time,
            text,
            static (form, bytes) =>
            {
                bool isTime = Rfc3339.TryParse(bytes, out long micros);
                form.row.TimeMicros = micros;
                return isTime ? null : EventValidator.NoTime;
            }
        );

    /// <param name="micros">Since 1970.</param>
    public void SetTime(long micros) => row.TimeMicros = micros;

    public void SetValue(ReadOnlySpan<char> text) =>
        Set(EventProperty.Value, text, static (form, bytes) => form.row.SetValue(bytes));

    public void SetSeconds(ReadOnlySpan<char> text) =>
        Set(EventProperty.Seconds, text, static (form, bytes) => form.row.SetSeconds(bytes));

    public void SetCompleteness(ReadOnlySpan<char> text) =>
        Set(EventProperty.Completeness, text, static (form, bytes) => form.row.SetCompleteness(bytes));

    internal void Start()
    {
        row.Start();
        validator.Start();
        (field, reason) = (null, null);
    }

    /// <returns>(null, null) for a good event, else the first field at fault and why.</returns>
    internal (string? Field, string? Reason) Check(long nowMicros) =>
        reason == null ? validator.Check(row, nowMicros, isClean: false) : (field, reason);

    private void Set(EventProperty property, ReadOnlySpan<char> text, Read read)
    {
        // In scratch that the next string may have: what is read of it is copied or a number.
        Span<byte> bytes = row.Scratch(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, bytes);
        if (bytes.Length > 0 && read(this, bytes) is { } fault)
        {
            Blame(property.JsonName(), fault);
        }
    }

    private void Blame(string of, string why)
    {
        if (reason == null)
        {
            (field, reason) = (of, why);
        }
    }

    private delegate string? Read(EventForm form, ReadOnlySpan<byte> text);
}
