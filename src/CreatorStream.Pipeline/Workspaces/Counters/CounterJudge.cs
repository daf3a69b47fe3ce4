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

    /// <summary>Counters of a content item that are further apart are not compared.</summary>
    private const long FreshMicros = 86_400 * SecondMicros;

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
                        .Where(of => of.Platform == null || of.Platform == named.Platform)
                        .Select(of => of.PublishedMicros!.Value / SecondMicros),
                ]
        );
        foreach (Jump jump in found.Unexplained ?? [])
        {
            // Also whether they are still there.
            bool isTold =
                series[^1].TimeSeconds >= jump.ToSeconds + ContentViews.LateSeconds
                && (!views!.IsKnown || views.Covers(jump.FromSeconds, jump.ToSeconds));
            if (!isTold)
            {
                continue;
            }
            VettingState state = views!.IsWhole ? FollowerJump.StateOf(jump) : VettingState.Notable;
            string day = DateTimeOffset
                .FromUnixTimeSeconds(jump.ToSeconds)
                .UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            yield return new CounterFinding(
                $"{FollowerJump.Reason.Code}/{Hash(named.Creator, named.Platform, named.Account)}/{day}",
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
                account.ToDictionary(of => of, _ => jump.Left),
                campaigns,
                views.IsWhole ? account : [.. account, .. content]
            );
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
            CounterSubject[] evidence = isOfAccount ? [.. accounts[0], .. content] : content;
            var parts = found
                .Bought.SelectMany(of =>
                    (of.Content == null ? accounts[0] : items[of.Content]).Select(subject =>
                        KeyValuePair.Create(subject, of.Count)
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
                isOfAccount ? CounterBook.Followers : CounterBook.Likes,
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

    /// <summary>Counters of about the same time; what is older than the item's newest is not known any more.</summary>
    private PostCounts Post(string content, CounterSubject[] of)
    {
        CounterPoint? views = Newest(of, CounterBook.Views);
        CounterPoint? likes = Newest(of, CounterBook.Likes);
        CounterPoint? comments = Newest(of, CounterBook.Comments);
        long newest = Math.Max(views?.Micros ?? 0, Math.Max(likes?.Micros ?? 0, comments?.Micros ?? 0));
        return new PostCounts(content, Fresh(views), Fresh(likes), Fresh(comments));

        long? Fresh(CounterPoint? point) => point?.Micros >= newest - FreshMicros ? point.Value.Value : null;
    }

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
