using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CreatorStream.Kafka.DeadLetters;

namespace CreatorStream.Host.Topics;

/// <summary>Dead letters as a person reads them.</summary>
internal static class DeadLetterText
{
    private const int MostReasons = 50;
    private const int MostOfValue = 100;
    private const int BytesOfRow = 16;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>By reason, then the newest ones.</summary>
    public static string List(DeadLetterCounts counts)
    {
        if (counts.Total == 0)
        {
            return "There are no such dead letters.\n";
        }
        var text = new StringBuilder();
        IReadOnlyList<DeadLetterCount> reasons = counts.ByReason;
        Line(text, $"{counts.Total:N0} dead letters, {reasons.Count:N0} reasons\n");
        Line(text, $"{"count", 10}  {"first", -20}  {"last", -20}  {"newest from", -28}  reason");
        foreach (DeadLetterCount reason in reasons.Take(MostReasons))
        {
            Line(
                text,
                $"{reason.Count, 10:N0}  {KafkaCommand.Time(reason.FirstMs), -20}  {KafkaCommand.Time(reason.LastMs), -20}  {reason.Example.Coordinates, -28}  {reason.Reason}"
            );
        }
        if (reasons.Count > MostReasons)
        {
            Line(text, $"{"…", 10}  and {reasons.Count - MostReasons:N0} more reasons");
        }
        Line(text, $"\nThe newest, by their offset in dead-letters:\n");
        foreach (StoredDeadLetter letter in counts.Newest)
        {
            Line(
                text,
                $"{letter.Offset, 10}  {KafkaCommand.Time(letter.SetAsideAtMs), -20}  {letter.Coordinates, -28}  {letter.Reason}"
            );
            Line(text, $"{"", 10}  {Short(letter.Value)}");
        }
        return text.ToString();
    }

    /// <summary>All of one.</summary>
    public static string Show(StoredDeadLetter letter)
    {
        var text = new StringBuilder();
        Line(text, $"offset      {letter.Offset} of dead-letters");
        Line(text, $"set aside   {KafkaCommand.Time(letter.SetAsideAtMs)}");
        Line(text, $"topic       {letter.Origin.Topic}");
        Line(text, $"partition   {letter.Origin.Partition}");
        Line(text, $"offset      {letter.Origin.Offset}");
        Line(text, $"log's time  {KafkaCommand.Time(letter.Origin.TimestampMs)}");
        Line(text, $"field       {(letter.Origin.Field.Length == 0 ? "(none)" : letter.Origin.Field)}");
        Line(text, $"reason      {letter.Origin.Reason}");
        Line(text, $"key         {Key(letter.Origin.Key)}");
        Line(text, $"value       {letter.Value.Length:N0} bytes\n");
        text.Append(Value(letter.Value));
        return text.ToString();
    }

    private static string Key(byte[] key) =>
        key.Length == 0 ? "(none)"
        : IsText(key) ? Encoding.UTF8.GetString(key)
        : Convert.ToHexStringLower(key);

    private static string Value(byte[] value)
    {
        if (value.Length == 0)
        {
            return "";
        }
        if (!IsText(value))
        {
            return Hex(value);
        }
        try
        {
            using var document = JsonDocument.Parse(value);
            return JsonSerializer.Serialize(document.RootElement, Indented) + "\n";
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(value) + "\n";
        }
    }

    /// <summary>One line of a value's beginning, from which a terminal can't be commanded.</summary>
    private static string Short(byte[] value)
    {
        if (value.Length == 0)
        {
            return "(no value)";
        }
        string text = Encoding.UTF8.GetString(value.AsSpan(0, Math.Min(value.Length, MostOfValue)));
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            line.Append(char.IsControl(c) ? '·' : c);
        }
        return line.Append(value.Length > MostOfValue ? "…" : "").ToString();
    }

    private static bool IsText(byte[] bytes) =>
        Utf8.IsValid(bytes)
        && !Encoding.UTF8.GetString(bytes).Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));

    private static string Hex(byte[] bytes)
    {
        var text = new StringBuilder();
        for (int at = 0; at < bytes.Length; at += BytesOfRow)
        {
            byte[] row = bytes[at..Math.Min(at + BytesOfRow, bytes.Length)];
            string hex = string.Join(' ', row.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
            string ascii = string.Concat(row.Select(b => b is >= 32 and < 127 ? (char)b : '.'));
            Line(text, $"{at:x8}  {hex, -47}  {ascii}");
        }
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
