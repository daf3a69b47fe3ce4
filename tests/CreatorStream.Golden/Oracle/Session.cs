namespace CreatorStream.Golden.Oracle;

/// <summary>What a visitor does on the site until 30 minutes pass without a new page.</summary>
public sealed record Session(IReadOnlyList<Fact> Pages)
{
    private const long MostIdleMs = 30 * 60_000;

    public long StartMs => Pages[0].TimeMs;

    public bool IsBounce => Pages.Count == 1 && EngagedMs(Pages[0]) < 10_000;

    /// <summary>Whole milliseconds, as the service keeps them.</summary>
    public static long EngagedMs(Fact visit) => (long)decimal.Floor((visit.Seconds ?? 0) * 1000);

    /// <summary>The sessions of the visits among some touches of one campaign, creator or content item.</summary>
    public static IEnumerable<Session> Of(IEnumerable<Fact> touches) =>
        touches.Where(t => t.IsOfSession).GroupBy(t => t.Visitor).SelectMany(OfOne);

    private static IEnumerable<Session> OfOne(IEnumerable<Fact> visits)
    {
        var pages = new List<Fact>();
        foreach (Fact? visit in visits.OrderBy(v => v.TimeMs))
        {
            if (pages.Count > 0 && visit.TimeMs - pages[^1].TimeMs >= MostIdleMs)
            {
                yield return new Session(pages);
                pages = [];
            }

            pages.Add(visit);
        }

        if (pages.Count > 0)
        {
            yield return new Session(pages);
        }
    }
}
