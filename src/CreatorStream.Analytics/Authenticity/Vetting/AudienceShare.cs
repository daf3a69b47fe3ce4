using CreatorStream.Analytics.Sentiment;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>A share of the audience, or of what it did.</summary>
/// <param name="Figure">country, platform, kind, hour, language or sentiment.</param>
/// <param name="Share">Of what is known; that of <see cref="Unknown"/> is of all.</param>
public sealed record AudienceShare(string Figure, string Value, Proportion Share)
{
    public const string Unknown = "unknown";

    private const int MostValues = 10;
    private const string Others = "others";
    private const int HourSeconds = 3_600;
    private const int HoursTogether = 4;
    private const double Positive = 0.05;

    /// <summary>Of each figure the most frequent first, then what is unknown.</summary>
    internal static IReadOnlyList<AudienceShare> Of(ProspectSample sample) =>
        [
            .. Shares("country", sample.Actors.Select(actor => actor.Country)),
            .. Shares("platform", sample.Engagements.Select(one => one.Platform.Length > 0 ? one.Platform : null)),
            .. Shares("kind", sample.Engagements.Select(one => one.Kind)),
            .. Shares("hour", sample.Engagements.Select(one => sample.HasExactTimes ? Hour(one.TimeSeconds) : null)),
            .. Shares("language", sample.Comments.Select(one => Language(one.Text!))),
            .. Shares("sentiment", sample.Comments.Select(one => Sentiment(one.Text!))),
        ];

    private static IEnumerable<AudienceShare> Shares(string figure, IEnumerable<string?> values)
    {
        List<string?> all = [.. values];
        List<string> known = [.. all.OfType<string>()];
        KeyValuePair<string, int>[] counts =
        [
            .. known
                .CountBy(value => value, StringComparer.Ordinal)
                .OrderByDescending(one => one.Value)
                .ThenBy(one => one.Key, StringComparer.Ordinal),
        ];
        foreach ((string value, int count) in counts.Take(MostValues))
        {
            yield return new(figure, value, new Proportion(count, known.Count));
        }
        if (counts.Length > MostValues)
        {
            yield return new(
                figure,
                Others,
                new Proportion(counts.Skip(MostValues).Sum(one => one.Value), known.Count)
            );
        }
        yield return new(figure, Unknown, new Proportion(all.Count - known.Count, all.Count));
    }

    /// <summary>Four together, UTC.</summary>
    private static string? Hour(long? time)
    {
        if (time is not { } seconds)
        {
            return null;
        }
        long from = seconds / HourSeconds % 24 / HoursTogether * HoursTogether;
        return $"{from:00}-{from + HoursTogether:00} UTC";
    }

    private static string Language(string text) =>
        TextLanguage.IsScorable(text) ? "English, scored" : "other or none, unscored";

    private static string? Sentiment(string text) =>
        !TextLanguage.IsScorable(text)
            ? null
            : Vader.Score(text).Compound switch
            {
                >= Positive => "positive",
                <= -Positive => "negative",
                _ => "neutral",
            };
}
