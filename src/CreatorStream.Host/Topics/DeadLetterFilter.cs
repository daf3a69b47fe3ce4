using System.CommandLine;
using System.Globalization;
using CreatorStream.Host.Configuration;
using CreatorStream.Kafka.DeadLetters;

namespace CreatorStream.Host.Topics;

/// <summary>Which dead letters are meant.</summary>
/// <param name="Reason">Part of the reason, whatever its case; null for any.</param>
/// <param name="Topic">Where they came from, with or without the topics' prefix; null for any.</param>
/// <param name="Offsets">In dead-letters; empty for all.</param>
internal sealed record DeadLetterFilter(string? Reason, string? Topic, IReadOnlyCollection<long> Offsets)
{
    private static readonly Option<string?> ReasonOption = new("--reason")
    {
        Description = "Only those whose reason has this text in it",
        HelpName = "TEXT",
    };

    private static readonly Option<string?> TopicOption = new("--topic")
    {
        Description = "Only those that came from this topic",
        HelpName = "TOPIC",
    };

    private static readonly Option<long[]> OffsetOption = new("--offset")
    {
        Description = "Only the one at this offset of dead-letters; may be given several times",
        HelpName = "N",
        AllowMultipleArgumentsPerToken = true,
    };

    public static void AddTo(Command command, bool withOffsets)
    {
        command.Options.Add(ReasonOption);
        command.Options.Add(TopicOption);
        if (withOffsets)
        {
            command.Options.Add(OffsetOption);
        }
    }

    public static DeadLetterFilter Read(ParseResult parsed, string prefix) =>
        new(
            parsed.GetValue(ReasonOption),
            parsed.GetValue(TopicOption) is { } topic && !topic.StartsWith(prefix, StringComparison.Ordinal)
                ? prefix + topic
                : parsed.GetValue(TopicOption),
            parsed.CommandResult.Command.Options.Contains(OffsetOption) ? parsed.GetValue(OffsetOption) ?? [] : []
        );

    /// <summary>The one that is named by its offset in dead-letters, or by where it came from: TOPIC/PARTITION/OFFSET.</summary>
    /// <exception cref="SettingException">It is neither.</exception>
    public static Func<StoredDeadLetter, bool> One(string place, string prefix)
    {
        string[] parts = place.Split('/');
        if (parts.Length == 1 && TryNumber(place, out long own))
        {
            return letter => letter.Offset == own;
        }
        if (parts.Length == 3 && TryNumber(parts[1], out long partition) && TryNumber(parts[2], out long offset))
        {
            return letter =>
                (letter.Origin.Topic == parts[0] || letter.Origin.Topic == prefix + parts[0])
                && letter.Origin.Partition == partition
                && letter.Origin.Offset == offset;
        }
        throw new SettingException(
            $"«{place}» is no place: write TOPIC/PARTITION/OFFSET, such as clicks/3/1234, or an offset of dead-letters."
        );
    }

    public bool Matches(StoredDeadLetter letter) =>
        (Reason == null || letter.Reason.Contains(Reason, StringComparison.OrdinalIgnoreCase))
        && (Topic == null || letter.Origin.Topic == Topic)
        && (Offsets.Count == 0 || Offsets.Contains(letter.Offset));

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
