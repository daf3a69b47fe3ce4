using System.Globalization;
using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using AnalyzedReading = CreatorStream.Analytics.Authenticity.Vetting.CounterReading;

namespace CreatorStream.Pipeline.Workspaces.Counters;

/// <summary>
/// Judges the counters of one creator, by the rules that vet prospects too (<see cref="FollowerJump"/>, <see cref="OddRatio"/>). A pure
/// function of the readings and the catalog as they are by now. Live readings come while things go on, and mostly of the
/// workspace's own content, so silence is trusted less: a jump waits until all is told that might explain it or take it
/// back, and excludes nothing where views of the whole account are not known.
/// </summary>
internal sealed class CounterJudge(WorkspaceCatalog catalog, CounterBook counters, CreatorCounters owners)
{
    private const long SecondMicros = 1_000_000;
    private const long DaySeconds = 86_400;

    /// <summary>Counters of a content item that are further apart are not compared.</summary>
    private const long FreshMicros = PostCounts.FreshSeconds * SecondMicros;

    public IEnumerable<CounterFinding> Of(string creator)
    {
        foreach (
            IGrouping<string, CounterSubject> of in owners
                .Of(creator)
                .GroupBy(of => of.Platform, StringComparer.Ordinal)
        )
        {
            CounterSubject[] content = [.. of.Where(subject => subject.Account.Length == 0)];
            CounterSubject[][] accounts =
            [
                .. of.Where(subject => subject.Account.Length > 0)
                    .GroupBy(subject => subject.Account, StringComparer.Ordinal)
                    .Select(account => account.ToArray()),
            ];
            HashSet<string> campaigns = [.. of.Select(owners.CampaignOf).Where(campaign => campaign.Length > 0)];
            foreach (CounterSubject[] account in accounts)
            {
                foreach (CounterFinding found in Jumps(account, content, campaigns))
                {
                    yield return found;
                }
            }
            foreach (CounterFinding found in Ratios(creator, of.Key, accounts, content, campaigns))
            {
                yield return found;
            }
        }
    }

    /// <summary>The readings that a finding rests on, by subject, counter and time.</summary>
    public IEnumerable<CounterEvidence> EvidenceOf(CounterFinding finding)
    {
        foreach (CounterSubject subject in finding.Evidence)
        {
            if (finding.Reason == FollowerJump.Reason)
            {
                foreach (string counter in (string[])[CounterBook.Followers, CounterBook.Views])
                {
                    foreach (CounterPoint point in counters.Daily(subject, counter))
                    {
                        yield return new CounterEvidence(subject, counter, point);
                    }
                }
                continue;
            }
            foreach (
                string counter in (string[])
                    [CounterBook.Comments, CounterBook.Followers, CounterBook.Likes, CounterBook.Views]
            )
            {
                if (counters.Newest(subject, counter) is { } point)
                {
                    yield return new CounterEvidence(subject, counter, point);
                }
            }
        }
    }

    private IEnumerable<CounterFinding> Jumps(
        CounterSubject[] account,
        CounterSubject[] content,
        HashSet<string> campaigns
    )
    {
        CounterSubject named = account[0];
        FollowerReading[] series =
        [
            .. Daily(account, CounterBook.Followers)
                .Select(point => new FollowerReading(point.Micros / SecondMicros, point.Value)),
        ];
        ContentViews? views = null;
        JumpFindings found = FollowerJump.Find(
            series,
            () => views = ViewsOf(account, content),
            () =>
                [
                    .. catalog
                        .PublishedBy(named.Creator)
                        .Where(of =>
                            of.Platform == null
                            || string.Equals(of.Platform, named.Platform, StringComparison.OrdinalIgnoreCase)
                        )
                        .Select(of => of.PublishedMicros!.Value / SecondMicros),
                ]
        );
        foreach (Jump jump in found.Unexplained ?? [])
        {
            if (views!.IsKnown && !views.Covers(jump.FromSeconds, jump.ToSeconds))
            {
                continue;
            }
            VettingState state = views.IsWhole ? FollowerJump.StateOf(jump) : VettingState.Notable;
            yield return new CounterFinding(
                IdOf(named, jump.ToSeconds / DaySeconds),
                FollowerJump.Reason,
                FollowerJump.Likelihood(state),
                FollowerJump.Why(jump),
                named.Creator,
                named.Platform,
                named.Account,
                CounterBook.Followers,
                jump.FromSeconds * SecondMicros,
                (jump.ToSeconds + 1) * SecondMicros,
                jump.Gain,
                jump.Bought,
                Since(account, CounterBook.Followers, jump.ToSeconds * SecondMicros)
                    .ToDictionary(of => of, _ => jump.Left),
                campaigns,
                views.IsWhole ? account : [.. account, .. content]
            )
            {
                FormerIds = [.. FormerDays(jump, found.Jumps).Select(day => IdOf(named, day))],
            };
        }
    }

    /// <summary>A jump goes by the day at whose reading it is seen.</summary>
    private static string IdOf(CounterSubject account, long day) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{FollowerJump.Reason.Code}/{Hash(account.Creator, account.Platform, account.Account)}/{DateTimeOffset.FromUnixTimeSeconds(day * DaySeconds):yyyy-MM-dd}"
        );

    /// <summary>The days at which a jump was seen before readings of earlier days came, which may be late: the nearest first.</summary>
    private static IEnumerable<long> FormerDays(Jump jump, IReadOnlyList<Jump> all)
    {
        long first = (jump.ToSeconds / DaySeconds) + 1;
        long next = all.Where(of => of.ToSeconds > jump.ToSeconds)
            .Select(of => of.ToSeconds / DaySeconds)
            .DefaultIfEmpty(long.MaxValue)
            .Min();
        for (long day = first; day < next && day < first + FollowerJump.LongestStepDays; day++)
        {
            yield return day;
        }
    }

    private ContentViews ViewsOf(CounterSubject[] account, CounterSubject[] content)
    {
        IEnumerable<AnalyzedReading> ofAccount = Daily(account, CounterBook.Views)
            .Select(point => Reading(null, point));
        IEnumerable<AnalyzedReading> ofContent = content
            .GroupBy(of => of.Content, StringComparer.Ordinal)
            .SelectMany(of => Daily([.. of], CounterBook.Views).Select(point => Reading(of.Key, point)));
        return new ContentViews(ofAccount.Concat(ofContent).OrderBy(of => of.TimeSeconds));

        AnalyzedReading Reading(string? of, CounterPoint point) =>
            new(account[0].Platform, of, point.Micros / SecondMicros, null, point.Value, null, null);
    }

    private IEnumerable<CounterFinding> Ratios(
        string creator,
        string platform,
        CounterSubject[][] accounts,
        CounterSubject[] content,
        HashSet<string> campaigns
    )
    {
        // Of several accounts nobody says which one published what.
        CounterPoint? followers = accounts.Length == 1 ? Newest(accounts[0], CounterBook.Followers) : null;
        var items = content
            .GroupBy(of => of.Content, StringComparer.Ordinal)
            .ToDictionary(of => of.Key, of => of.ToArray(), StringComparer.Ordinal);
        PostCounts[] posts = [.. items.Select(of => Post(of.Key, of.Value))];
        foreach (RatioFinding found in OddRatio.Find(platform.ToLowerInvariant(), followers?.Value, posts))
        {
            if (found.Bought.Count == 0)
            {
                continue;
            }
            bool isOfAccount = found.Kind == RatioKind.EngagementsOfFollowers;
            string counter = isOfAccount ? CounterBook.Followers : CounterBook.Likes;
            CounterSubject[] evidence = isOfAccount ? [.. accounts[0], .. content] : content;
            var parts = found
                .Bought.SelectMany(of =>
                    (of.Content == null ? ReadLast(accounts[0], counter) : ReadLast(items[of.Content], counter)).Select(
                        subject => KeyValuePair.Create(subject, of.Count)
                    )
                )
                .ToDictionary();
            HashSet<string?> odd = [.. found.Bought.Select(of => of.Content)];
            long[] times =
            [
                .. evidence
                    .SelectMany(of =>
                        (CounterPoint?[])
                            [counters.Newest(of, CounterBook.Likes), counters.Newest(of, CounterBook.Views)]
                    )
                    .OfType<CounterPoint>()
                    .Select(point => point.Micros),
            ];
            yield return new CounterFinding(
                $"{OddRatio.Reason.Code}/{Hash(creator, platform, found.Kind.ToString())}",
                OddRatio.Reason,
                OddRatio.Likelihood(found.State),
                found.Why,
                creator,
                platform,
                isOfAccount ? accounts[0][0].Account : null,
                counter,
                times.Min(),
                times.Max() + 1,
                isOfAccount
                    ? followers!.Value.Value
                    : CounterSum.Of(posts.Where(post => odd.Contains(post.Content)).Select(post => post.Likes!.Value)),
                found.Bought.Aggregate(default(BoughtCount), (sum, of) => sum + of.Count),
                parts,
                campaigns,
                evidence
            );
        }
    }

    private PostCounts Post(string content, CounterSubject[] of)
    {
        return PostCounts.Of(
            content,
            Last(CounterBook.Views),
            Last(CounterBook.Likes),
            Last(CounterBook.Comments),
            KnownSince(content, of) / SecondMicros
        );

        (long, long)? Last(string counter) =>
            Newest(of, counter) is { } point ? (point.Micros / SecondMicros, point.Value) : null;
    }

    /// <summary>When an item was published, else when it was first read.</summary>
    private long KnownSince(string content, CounterSubject[] of) =>
        catalog.Content.GetValueOrDefault(content)?.PublishedMicros ?? of.Min(counters.FirstMicros);

    /// <summary>Those of an account or item that were read about when it was read last: what was read long before has nothing of it.</summary>
    private IEnumerable<CounterSubject> ReadLast(CounterSubject[] of, string counter) =>
        Since(of, counter, (Newest(of, counter)?.Micros ?? 0) - FreshMicros);

    private IEnumerable<CounterSubject> Since(CounterSubject[] of, string counter, long micros) =>
        of.Where(subject => counters.Newest(subject, counter)?.Micros >= micros);

    private CounterPoint? Newest(CounterSubject[] of, string counter) =>
        of.Select(subject => counters.Newest(subject, counter)).Max(PointOrder);

    /// <summary>Of an account or item that readings name differently: the last of each day.</summary>
    private IEnumerable<CounterPoint> Daily(CounterSubject[] of, string counter) =>
        of.Length == 1
            ? counters.Daily(of[0], counter)
            : of.SelectMany(subject => counters.Daily(subject, counter))
                .GroupBy(point => Rfc3339.DayOf(point.Micros))
                .Select(day => day.MaxBy(point => (point.Micros, point.Value)))
                .OrderBy(point => point.Micros)
                .TakeLast(CounterBook.MostDays);

    private static Comparer<CounterPoint?> PointOrder { get; } =
        Comparer<CounterPoint?>.Create(
            (one, other) =>
                Comparer<(long, long)?>.Default.Compare(
                    one is { } a ? (a.Micros, a.Value) : null,
                    other is { } b ? (b.Micros, b.Value) : null
                )
        );

    /// <summary>Names may be long, and have any letters but control characters.</summary>
    private static string Hash(params ReadOnlySpan<string> names) =>
        Hash64.Compute(string.Join('\0', names), 0).ToString("x16", CultureInfo.InvariantCulture);
}
