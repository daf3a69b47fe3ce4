using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Paths;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Alerts;
using Xunit.Abstractions;

namespace CreatorStream.Worlds.Tests;

/// <summary>
/// Alerts of the simulated advertiser over days: which of them no incident explains. <c>CREATORSTREAM_ALERT_DAYS</c>,
/// <c>_SEEDS</c> and <c>_RATE</c> make it longer.
/// </summary>
public sealed class HonestWeeksTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Those that alerts rest on.</summary>
    private static readonly Families OfAlerts = new(new EngagementFamily(), new PathFamily(), new AuthenticityFamily());
    private static readonly TimeSpan Chunk = TimeSpan.FromHours(6);

    [Fact]
    public void Detectors_hardly_alarm_but_for_what_the_worlds_incidents_put_in()
    {
        int days = Setting("DAYS", 3);
        int seeds = Setting("SEEDS", 1);
        int wrong = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            wrong += Wrong((ulong)seed, days, Setting("RATE", 2));
        }
        double campaignWeeks = seeds * Cast.Campaigns.Length * (days - 1) / 7.0;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{wrong} alerts of detectors that no incident explains in {campaignWeeks:0.0} weeks of a campaign"
            )
        );
        Assert.True(wrong <= Math.Ceiling(campaignWeeks), $"{wrong} alerts");
    }

    private int Wrong(ulong seed, int days, int rate)
    {
        using var memory = new StateMemory();
        using StateScope scope = memory.Open();
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), OfAlerts);
        var merge = new PartialsMerge(OfAlerts);
        var workspace = new WorkspaceState("default", merge.Numbers, scope, 1);
        var verdicts = new List<Verdict>();
        var advertiser = new Advertiser(seed, Start, new AdvertiserOptions { Rate = rate });
        foreach (string line in advertiser.Catalog)
        {
            if (CatalogParser.TryParse(JsonDocument.Parse(line).RootElement, out _, out _) is { } entry)
            {
                flow.Apply(entry);
                workspace.Apply(entry);
            }
        }
        var traffic = new Traffic(advertiser);
        var lines = new ArrayBufferWriter<byte>();
        var batch = new FactBatch(1);
        var alerts = new AlertBook(workspace);
        var told = new SortedDictionary<string, (string Campaign, Alert Alert)>(StringComparer.Ordinal);
        string[] campaigns = [.. Cast.Campaigns.Select(of => of.Id)];
        for (DateTimeOffset until = Start + Chunk; until <= Start.AddDays(days); until += Chunk)
        {
            lines.ResetWrittenCount();
            traffic.Live(until, lines);
            Take(flow, batch, lines.WrittenSpan, Rfc3339.ToMicros(until));
            Publish();
            workspace.Authenticity.Tell((_, verdict) => verdicts.Add(verdict));
            verdicts.ForEach(flow.Apply);
            verdicts.Clear();
            Publish();
            workspace.Settle(() => false);
            workspace.TakeChanged(timeMoved: true, out _);
            if (until.Hour % 6 == 0)
            {
                foreach (string campaign in campaigns)
                {
                    foreach (Alert alert in alerts.Judge(campaign, _ => true, campaigns).Alerts)
                    {
                        told[$"{campaign} {alert.Id}"] = (campaign, alert);
                    }
                }
            }
        }
        Alert[] learned = [.. told.Values.Select(of => of.Alert).Where(alert => alert.High != null)];
        (string Campaign, Alert Alert)[] wrong =
        [
            .. told.Values.Where(of => of.Alert.High != null && !IsExplained(advertiser.World, of.Campaign, of.Alert)),
        ];
        output.WriteLine(
            $"seed {seed}, {days} days at {rate} events/s: {told.Count} alerts, {learned.Length} of detectors, {wrong.Length} of them unexplained"
        );
        foreach ((string campaign, Alert alert) in wrong)
        {
            output.WriteLine($"  {campaign} {alert.Id} {alert.Text} until {Rfc3339.Format(alert.UpdatedMicros)}");
        }
        return wrong.Length;

        void Publish()
        {
            merge.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)), _ => workspace, ["default"]);
        }
    }

    /// <summary>Whether an incident was in the steps of an alert, or just before.</summary>
    private static bool IsExplained(World world, string campaign, Alert alert)
    {
        long from = (alert.OpenedMicros / 1_000_000) - world.Start - 300;
        long to = (alert.UpdatedMicros / 1_000_000) - world.Start + 300;
        for (long second = from; second < to; second += 30)
        {
            Post? spiking = Incidents.Spike(second) is var (number, _) ? world.Spiking(number) : null;
            Post? boosted = Incidents.Burst(second) is { } burst ? world.Boosted(burst) : null;
            if (Concerns(spiking) || Concerns(boosted))
            {
                return true;
            }
        }
        return false;

        bool Concerns(Post? post) =>
            post != null
            && Cast.Campaigns[post.Campaign].Id == campaign
            && (alert.Creator == null || Cast.Creators[post.Creator].Id == alert.Creator)
            && (alert.Content == null || post.Id == alert.Content);
    }

    private static void Take(VisitorFlow flow, FactBatch batch, ReadOnlySpan<byte> lines, long now)
    {
        var parser = new EventParser();
        var rejections = new List<Rejection>();
        while (!lines.IsEmpty)
        {
            batch.Events.Clear();
            for (int n = 0; n < 2_000 && !lines.IsEmpty; n++)
            {
                int end = lines.IndexOf((byte)'\n');
                parser.ParseLine(lines[..end], 0, now, batch.Events.Append, rejections);
                lines = lines[(end + 1)..];
            }
            batch.AppendedToFill().Fill(now);
            flow.Next(batch);
            flow.TakeOutBursts(1_000_000);
        }
        flow.TakeOutAllBursts();
        Assert.Empty(rejections);
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(
            Environment.GetEnvironmentVariable("CREATORSTREAM_ALERT_" + name),
            CultureInfo.InvariantCulture,
            out int set
        )
            ? set
            : usual;
}
