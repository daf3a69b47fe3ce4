namespace CreatorStream.Pipeline.Workspaces.Probable;

/// <summary>A content item and when it was published, by the catalog.</summary>
/// <param name="Campaign">Empty: the catalog names none.</param>
/// <param name="Creator">Empty: the catalog names none.</param>
public sealed record Publication(long Micros, string Content, string Campaign, string Creator);

/// <summary>
/// Publications so close to each other that nobody can tell what each of them did: they have one effect, and each an equal
/// share of it.
/// </summary>
public sealed class PublicationGroup
{
    /// <summary>Publications within so long of the group's first are of the group.</summary>
    public const int Span = 6;

    /// <summary>An effect is looked for in so many hours, or until the next group begins: no hour is counted twice.</summary>
    public const int MostHours = 24;

    private const long SpanMicros = Span * 3_600_000_000L;

    private PublicationGroup(IReadOnlyList<Publication> publications, int? next)
    {
        Publications = publications;
        From = SiteHours.Of(publications[0].Micros);
        Hours = Math.Min(MostHours, (next ?? int.MaxValue) - From);
        MovedUntil = SiteHours.Of(publications[^1].Micros) + MostHours;
        ByCampaign = publications
            .GroupBy(of => of.Campaign)
            .ToDictionary(of => of.Key, of => (IReadOnlyList<Publication>)[.. of]);
    }

    /// <summary>The earliest first.</summary>
    public IReadOnlyList<Publication> Publications { get; }

    public IReadOnlyDictionary<string, IReadOnlyList<Publication>> ByCampaign { get; }

    /// <summary>The hour of the first.</summary>
    public int From { get; }

    /// <summary>In how many hours an effect is looked for.</summary>
    public int Hours { get; }

    /// <summary>The hour from which on none of them is held to have changed anything; the last may come hours after the first.</summary>
    public int MovedUntil { get; }

    /// <param name="publications">By time, the earliest first.</param>
    public static List<PublicationGroup> Of(IReadOnlyList<Publication> publications)
    {
        var starts = new List<int>();
        for (int at = 0; at < publications.Count; at++)
        {
            if (at == 0 || publications[at].Micros - publications[starts[^1]].Micros >= SpanMicros)
            {
                starts.Add(at);
            }
        }
        return
        [
            .. starts.Select(
                (start, at) => at + 1 < starts.Count ? Between(start, starts[at + 1]) : Between(start, null)
            ),
        ];

        PublicationGroup Between(int start, int? next) =>
            new(
                [.. publications.Skip(start).Take((next ?? publications.Count) - start)],
                next is { } of ? SiteHours.Of(publications[of].Micros) : null
            );
    }
}
