using System.Globalization;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Bench;

/// <summary>What attribution costs in stage 2.</summary>
/// <param name="SettleNs">Taking in and settling an order, with six models.</param>
/// <param name="OrderBytes">What an order and its part of a journey take, outside the heap.</param>
/// <param name="CopySeconds">Copying what models are fitted to.</param>
/// <param name="LongestTurnMs">The longest stretch of that for which the loop is held.</param>
/// <param name="FitSeconds">Fitting and drawing intervals, off the loop.</param>
/// <param name="TurnMs">Three new orders settled, and the view attribution written: medians of rounds.</param>
/// <param name="OrdersMs">Writing the view orders after that.</param>
/// <param name="PortfolioMs">Writing the view portfolio after that.</param>
internal sealed record CreditCost(
    double SettleNs,
    double OrderBytes,
    double CopySeconds,
    double LongestTurnMs,
    double FitSeconds,
    double TurnMs,
    double OrdersMs,
    double PortfolioMs
);

/// <summary>Stage 2 of one workspace with one campaign: journeys, their orders, models and the view of them.</summary>
internal sealed class CreditBench(TimeProvider time)
{
    private const int PostsOfCreator = 10;
    private const int TouchesOfJourney = 5;
    private const int Rounds = 50;
    private const ulong Secret = 0x5eed;
    private const long HourMicros = 3_600_000_000;
    private static readonly long StartMicros = 1_795_000_000_000_000;

    public CreditCost Measure(int journeys, int conversions, int creators, CancellationToken ct)
    {
        using var memory = new StateMemory();
        var numbers = new PartitionNumbers();
        var workspace = new WorkspaceState(
            Subject.DefaultWorkspace,
            new Dictionary<int, PartitionNumbers> { [0] = numbers },
            memory.Open(),
            Secret
        );
        numbers.Subjects.Add(new Numbered<Subject>(0, new(Subject.DefaultWorkspace, "", "", "", "", "")));
        for (int post = 1; post <= creators * PostsOfCreator; post++)
        {
            string creator = $"creator-{post % creators}";
            var subject = new Subject(Subject.DefaultWorkspace, $"post-{post}", "camp", creator, "", "");
            numbers.Subjects.Add(new Numbered<Subject>(post, subject));
            workspace.Subjects.Add(0, new Numbered<Subject>(post, subject));
        }
        var random = new Random(1);
        long began = time.GetTimestamp();
        for (int journey = 0; journey < journeys; journey++)
        {
            workspace.PutJourney(0, Journey(random, journey, journeys, conversions, creators));
            if (journey % 1_000 == 999 || journey == journeys - 1)
            {
                ct.ThrowIfCancellationRequested();
                workspace.Settle(() => false);
                workspace.TakeChanged(timeMoved: false, out _);
            }
        }
        double settleNs = time.GetElapsedTime(began).TotalNanoseconds / conversions;
        double orderBytes = (double)memory.Bytes(StatePart.Orders) / conversions;

        (double copy, double longest) = (0, 0);
        FitInput input = workspace.Models.TakeInput()!;
        bool isWhole = false;
        while (!isWhole)
        {
            began = time.GetTimestamp();
            isWhole = input.GoOn();
            TimeSpan took = time.GetElapsedTime(began);
            copy += took.TotalSeconds;
            longest = Math.Max(longest, took.TotalMilliseconds);
        }
        began = time.GetTimestamp();
        workspace.Models.Put(PathFit.Of(input));
        double fit = time.GetElapsedTime(began).TotalSeconds;

        var view = new AttributionView();
        var sources = new ViewSources(workspace);
        var orders = new OrdersView();
        var portfolio = new PortfolioView();
        var key = new ViewKey(Subject.DefaultWorkspace, "camp", view.Name);
        ViewDocument? shown = null;
        double[] turns = new double[Rounds];
        double[] ofOrders = new double[Rounds];
        double[] ofPortfolio = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            began = time.GetTimestamp();
            workspace.PutJourney(0, Journey(random, journeys + round, 1, 3, creators));
            workspace.Settle(() => false);
            (Dictionary<string, byte[]> fields, Dictionary<string, ViewTable> tables) = view.Write(
                sources,
                "camp",
                shown
            );
            turns[round] = time.GetElapsedTime(began).TotalMilliseconds;
            shown = new ViewDocument(key, round, fields, tables, []);

            IReadOnlySet<string> changed = workspace.TakeChanged(timeMoved: false, out _);
            sources.Names.Update(changed);
            sources.Creators.Forget(changed);
            began = time.GetTimestamp();
            orders.Write(sources, "camp");
            ofOrders[round] = time.GetElapsedTime(began).TotalMilliseconds;
            began = time.GetTimestamp();
            portfolio.Write(sources, "");
            ofPortfolio[round] = time.GetElapsedTime(began).TotalMilliseconds;
        }
        return new CreditCost(
            settleNs,
            orderBytes,
            copy,
            longest,
            fit,
            Median(turns),
            Median(ofOrders),
            Median(ofPortfolio)
        );
    }

    private static double Median(double[] of)
    {
        Array.Sort(of);
        return of[of.Length / 2];
    }

    /// <summary>Some touches of posts by anybody, and orders after them.</summary>
    private static JourneyRow Journey(Random random, int journey, int journeys, int conversions, int creators)
    {
        var touches = new JourneyTouch[TouchesOfJourney];
        long at = StartMicros + random.NextInt64(24) * HourMicros;
        for (int touch = 0; touch < touches.Length; touch++)
        {
            at += random.NextInt64(1, 24 * HourMicros);
            EventType kind = random.Next(3) == 0 ? EventType.Click : EventType.Impression;
            touches[touch] = new JourneyTouch(TouchKey.Of(at, kind), random.Next(1, creators * PostsOfCreator + 1), 0);
        }
        var bytes = new MemoryStream();
        byte[] buffer = new byte[256];
        int count = (conversions / journeys) + (journey < conversions % journeys ? 1 : 0);
        for (int order = 0; order < count; order++)
        {
            byte[] id = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{journey}-{order}"));
            var fields = new ConversionFields
            {
                Type = EventType.Purchase,
                IsClaim = false,
                TimeMicros = at + (order * HourMicros),
                Id = id,
                Source = default,
                Order = id,
                ValueMicros = random.NextInt64(1, 200) * Micros.PerUnit,
                Currency = default,
                Code = default,
                Subject = 0,
                Fingerprint = (ulong)random.NextInt64(),
            };
            fields.WriteTo(buffer);
            bytes.Write(buffer, 0, fields.Length);
        }
        return new JourneyRow(Subject.DefaultWorkspace, (ulong)random.NextInt64(), false, touches, bytes.ToArray());
    }
}
