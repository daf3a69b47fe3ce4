namespace CreatorStream.Analytics.Authenticity.Groups;

/// <summary>
/// When content was published: by the catalog; where it doesn't say, in the first hour with engagement, and there at the first of the
/// acts, if any is in it.
/// </summary>
internal sealed class Publications
{
    private const int MinutesPerHour = 60;

    private readonly EngagementSample sample;
    private readonly Dictionary<int, int> firsts = [];

    /// <param name="acts">Where those that count stand in the sample, in the order of content and time.</param>
    public Publications(EngagementSample sample, int[] acts)
    {
        this.sample = sample;
        foreach (IGrouping<int, ContentHour> of in sample.Hours.GroupBy(of => of.Content))
        {
            firsts[of.Key] = of.Min(hour => hour.Hour) * MinutesPerHour;
        }
        // The first of each, since they are in the order of content and time.
        foreach (int at in acts.DistinctBy(at => sample.Acts[at].Content))
        {
            (int content, int minute) = (sample.Acts[at].Content, sample.Acts[at].Minute);
            if (!firsts.TryGetValue(content, out int hour) || minute - hour < MinutesPerHour)
            {
                firsts[content] = minute;
            }
        }
    }

    /// <param name="content">With which one of the acts was.</param>
    public int MinuteOf(int content) => sample.Content[content].PublishedMinute ?? firsts[content];
}
