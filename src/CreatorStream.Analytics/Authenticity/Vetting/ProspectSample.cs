using System.Globalization;
using CreatorStream.Analytics.Authenticity.Profiles;
using CreatorStream.Analytics.Authenticity.Spam;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>A prospect in an order of its own, each fact once, and what several signals look at.</summary>
public sealed class ProspectSample
{
    private const int MinuteSeconds = 60;

    /// <summary>Full hours and days of any time zone are full quarters of an hour of UTC.</summary>
    private const int QuarterSeconds = 900;

    private readonly Lazy<bool[]> repeated;
    private readonly Lazy<bool[]> spam;

    public ProspectSample(Prospect prospect)
    {
        Prospect = prospect;
        Counters =
        [
            .. prospect
                .Counters.Distinct()
                .OrderBy(reading => reading.TimeSeconds)
                .ThenBy(reading => reading.Platform, StringComparer.Ordinal)
                .ThenBy(reading => reading.Content, StringComparer.Ordinal)
                .ThenBy(reading => (reading.Followers, reading.Views, reading.Likes, reading.Comments)),
        ];
        Engagements =
        [
            .. prospect
                .Engagements.Distinct()
                .OrderBy(one => one.TimeSeconds)
                .ThenBy(one => one.Actor, StringComparer.Ordinal)
                .ThenBy(one => one.Content, StringComparer.Ordinal)
                .ThenBy(one => one.Kind, StringComparer.Ordinal)
                .ThenBy(one => one.Platform, StringComparer.Ordinal)
                .ThenBy(one => one.Country, StringComparer.Ordinal)
                .ThenBy(one => one.Agent, StringComparer.Ordinal)
                .ThenBy(one => one.Text, StringComparer.Ordinal)
                .ThenBy(one => one.Profile?.ToString(), StringComparer.Ordinal),
        ];
        Actors =
        [
            .. Engagements
                .GroupBy(one => one.Actor, StringComparer.Ordinal)
                .Select(group => new SampledActor(group.Key, [.. group]))
                .OrderBy(actor => actor.Name, StringComparer.Ordinal),
        ];
        Comments = [.. Engagements.Where(one => one.Text is not null)];
        Published = prospect
            .Posts.GroupBy(post => (post.Platform, post.Content))
            .ToDictionary(group => group.Key, group => group.Min(post => post.TimeSeconds));
        Timed = [.. Engagements.Where(one => one.TimeSeconds is not null)];
        HasExactTimes = IsFinerThan(QuarterSeconds);
        HasExactSeconds = IsFinerThan(MinuteSeconds);
        repeated = new(() => RepeatedComments.Find([.. Comments.Select(one => one.Text!)]));
        spam = new(() =>
            [.. Comments.Select((one, i) => SpamText.Score(one.Text, IsRepeated(i)) >= SpamText.Threshold)]
        );
    }

    public Prospect Prospect { get; }

    /// <summary>By time.</summary>
    public IReadOnlyList<CounterReading> Counters { get; }

    /// <summary>Those without a time first, then by time.</summary>
    public IReadOnlyList<SampledEngagement> Engagements { get; }

    /// <summary>By name.</summary>
    public IReadOnlyList<SampledActor> Actors { get; }

    /// <summary>Engagements with a text.</summary>
    public IReadOnlyList<SampledEngagement> Comments { get; }

    /// <summary>Those with a time, ascending.</summary>
    public IReadOnlyList<SampledEngagement> Timed { get; }

    /// <summary>When content was published, as far as it is known.</summary>
    public IReadOnlyDictionary<(string Platform, string Content), long> Published { get; }

    /// <summary>False: times are those of days or hours, and say nothing of minutes.</summary>
    public bool HasExactTimes { get; }

    /// <summary>False: times are those of minutes at best, and say nothing of seconds.</summary>
    public bool HasExactSeconds { get; }

    /// <summary>Whether the comment of this index says what others say (<see cref="RepeatedComments"/>).</summary>
    public bool IsRepeated(int comment) => repeated.Value[comment];

    /// <summary>Whether the comment of this index is spam by what it says (<see cref="SpamText"/>).</summary>
    public bool IsSpam(int comment) => spam.Value[comment];

    /// <summary>No: half of all times are on the full quarter of an hour or minute, so somebody has rounded.</summary>
    private bool IsFinerThan(int seconds) =>
        Timed.Count > 0 && 2 * Timed.Count(one => one.TimeSeconds % seconds == 0) < Timed.Count;

    internal static string Utc(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

/// <param name="Engagements">In the order of the sample; at least one.</param>
public sealed record SampledActor(string Name, IReadOnlyList<SampledEngagement> Engagements)
{
    /// <summary>The last that is known.</summary>
    public ProfileFacts? Profile { get; } = Engagements.LastOrDefault(one => one.Profile is not null)?.Profile;

    /// <summary>The last that is known.</summary>
    public string? Country { get; } = Engagements.LastOrDefault(one => one.Country is not null)?.Country;
}
