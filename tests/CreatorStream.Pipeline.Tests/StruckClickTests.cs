using System.Globalization;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Orders;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Somebody confirms that a creator's clicks are injected: authentic credit is what it would be without them.</summary>
public sealed class StruckClickTests(ITestOutputHelper output) : IDisposable
{
    private const string Case = "click-injection/ann";

    private static readonly string[] Creators = ["ann", "ben", "cat"];

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Confirmed_clicks_get_no_authentic_credit_in_whatever_order_all_comes(int time)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"{time}, seed {seed}");
        var random = new Random(seed);
        (string[] honest, string[] injected) = Make(random);
        string[] all = [.. honest, .. injected];
        Run without = new(memory);
        without.Feed(honest);
        string[] expected = without.Describe(authentic: true);

        Run after = new(memory);
        after.Feed(all);
        string[] raw = after.Describe(authentic: false);
        Assert.Equal(raw, after.Describe(authentic: true));
        Assert.NotEqual(expected, raw);
        after.Decide(CaseDecision.Confirmed);
        Assert.Equal(expected, after.Describe(authentic: true));
        Assert.Equal(raw, after.Describe(authentic: false));

        random.Shuffle(all);
        Run before = new(memory);
        before.Decide(CaseDecision.Confirmed);
        foreach (string[] part in all.Chunk(3))
        {
            before.Feed(part);
        }
        Assert.Equal(expected, before.Describe(authentic: true));
        Assert.Equal(raw, before.Describe(authentic: false));

        // A new owner of the partition tells all of it again.
        before.Restart();
        Assert.Equal(expected, before.Describe(authentic: true));

        foreach (Run run in (Run[])[before, after])
        {
            // Whoever is no creator of the case any more.
            run.Place("ben");
            Assert.Equal(run.Describe(authentic: false), run.Describe(authentic: true));
            run.Place("ann");
            Assert.Equal(expected, run.Describe(authentic: true));
            // The events still say whose it is, and all is placed where it was.
            run.Place(creator: null);
            Assert.Equal(raw, run.Describe(authentic: true));
            run.Place("ann");
            Assert.Equal(expected, run.Describe(authentic: true));
            run.Decide(CaseDecision.Escalated);
            Assert.Equal(raw, run.Describe(authentic: true));
            run.Decide(CaseDecision.Confirmed);
            run.Decide(null);
            Assert.Equal(raw, run.Describe(authentic: true));
        }
    }

    /// <summary>What was confirmed can be taken back, also where it looks less likely by now.</summary>
    [Fact]
    public void A_confirmed_case_stays_to_be_seen()
    {
        Run run = new(memory);
        run.Feed([.. Buyer(new Random(1), 0, isInjected: true).Select(of => of.Line)]);
        Assert.Empty(run.Cases());
        run.Decide(CaseDecision.Confirmed);
        Assert.Equal([Case], run.Cases());
        run.Decide(null);
        Assert.Empty(run.Cases());
    }

    /// <summary>Three of 300 orders may look so by chance, also where each is of another post that has hardly any.</summary>
    [Fact]
    public void All_orders_after_clicks_on_a_creators_content_count()
    {
        Run run = new(memory);
        var lines = new List<string>();
        for (int buyer = 0; buyer < 300; buyer++)
        {
            int post = buyer / 2;
            run.Place("ann", $"ann-{post}");
            string click = $"\"campaign\":\"spring\",\"creator\":\"ann\",\"content\":\"ann-{post}\"";
            int paid = 2_000 + (buyer * 100);
            bool looksInjected = buyer is 0 or 100 or 200;
            lines.Add(Line($"{buyer}s", "visit", $"b{buyer}", paid - 300, "\"channel\":\"search\""));
            lines.Add(Line($"{buyer}c", "click", $"b{buyer}", paid - (looksInjected ? 20 : 600), click));
            lines.Add(Order($"{buyer}o", $"b{buyer}", paid, "", ""));
        }
        run.Feed([.. lines]);
        Assert.Equal((3, 300), run.ClosingClicks());
        Assert.Empty(run.Cases());
    }

    private static (string[] Honest, string[] Injected) Make(Random random)
    {
        ILookup<bool, string> lines = Enumerable
            .Range(0, 60)
            .SelectMany(buyer => Buyer(random, buyer, isInjected: buyer % 2 == 0))
            .ToLookup(of => of.IsInjected, of => of.Line);
        return ([.. lines[false]], [.. lines[true]]);
    }

    /// <summary>Who met some others, came by search, and bought; by another device again, some of them.</summary>
    private static IEnumerable<(bool IsInjected, string Line)> Buyer(Random random, int buyer, bool isInjected)
    {
        int paid = random.Next(3_600, 40_000);
        string id = $"b{buyer}";
        string person = buyer % 3 == 0 ? $"\"person\":\"login:{buyer}\"," : "";
        for (int n = random.Next(3); n > 0; n--)
        {
            // Of ann only those who are not attacked have met anything.
            int creator = random.Next(isInjected ? 1 : 0, Creators.Length);
            string type = random.Next(2) == 0 ? "click" : "impression";
            yield return (false, Line($"{id}m{n}", type, id, paid - random.Next(2_000, 3_500), person + Post(creator)));
        }
        yield return (false, Line($"{id}s", "visit", id, paid - 300, person + "\"channel\":\"search\""));
        if (isInjected)
        {
            yield return (true, Line($"{id}c", "click", id, paid - random.Next(1, 30), person + Post(0)));
        }
        string code = random.Next(4) == 0 ? ",\"code\":\"ANN15\"" : "";
        yield return (false, Order($"{id}o", id, paid, person, code));
        if (buyer % 3 == 0)
        {
            yield return (false, Order($"{id}p", $"{id}-phone", paid + random.Next(60, 9_000), person, ""));
        }
    }

    private static string Order(string order, string visitor, int second, string person, string code) =>
        Line(
            order,
            "purchase",
            visitor,
            second,
            $"{person}\"order\":\"{order}\",\"value\":10,\"currency\":\"EUR\"{code}"
        );

    private static string Post(int creator) =>
        $"\"campaign\":\"spring\",\"creator\":\"{Creators[creator]}\",\"content\":\"post-{creator}\"";

    private static string Line(string id, string type, string visitor, int second, string more)
    {
        string time = Rfc3339.Format(Facts.NowMicros - ((50_000 - second) * 1_000_000L));
        return $$"""{"id":"{{id}}","type":"{{type}}","time":"{{time}}","visitor":"{{visitor}}","source":"api",{{more}}}""";
    }

    private sealed class Run
    {
        private readonly VisitorFlow flow;
        private readonly MergedWorkspace workspace;

        public Run(StateMemory memory)
        {
            flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
            workspace = new MergedWorkspace(memory.Open());
            for (int creator = 0; creator < Creators.Length; creator++)
            {
                Place(Creators[creator], $"post-{creator}");
            }
            workspace.State.Apply(new CodeEntry("default", "ANN15", "ann", "spring"));
        }

        public void Place(string? creator, string content = "post-0")
        {
            var entry = new ContentEntry(
                "default",
                content,
                "spring",
                creator,
                "instagram",
                Format: null,
                Published: null
            );
            workspace.State.Apply(entry);
            workspace.State.Settle(() => false);
        }

        public void Feed(string[] lines)
        {
            Facts.Feed(flow, lines, 40);
            Publish();
        }

        public void Restart()
        {
            workspace.State.VoidAll(0);
            flow.PublishAll();
            Publish();
        }

        public void Decide(CaseDecision? decision)
        {
            workspace.State.Put(new CaseOverride("default", Case, decision));
            workspace.State.Settle(() => false);
        }

        public (long LookInjected, long Orders) ClosingClicks() =>
            (workspace.State.InjectedClicks.Clicks, workspace.State.InjectedClicks.Orders);

        public string[] Cases() => [.. workspace.State.Cases.Of("spring").Select(of => of.Id)];

        /// <summary>Who got how much, and by which paths.</summary>
        public string[] Describe(bool authentic)
        {
            FigureBook figures = workspace.State.Figures;
            PathBook paths = workspace.State.Paths;
            return
            [
                .. Creators.Select(creator =>
                {
                    var entity = new Entity("default", "spring", EntityLevel.Creator, creator);
                    Totals of = new Windows(workspace.State).AllTime(entity, figures.Find(entity), authentic);
                    return $"{creator} {of.Conversions} {of.RevenueMicros}";
                }),
                .. workspace
                    .State.Codes.Of("ANN15")
                    .Side(authentic)
                    .Days.Select(of => $"{of.Day} {of.Orders} {of.MetCreator} {of.MetNobody}"),
                .. paths
                    .Shown("spring")
                    .Where(path => paths.Sums(path, authentic).Orders > 0)
                    .Select(path =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{string.Join('>', paths.StepsOf(path).ToArray().Select(paths.StepOf))} {paths.Sums(path, authentic)}"
                        )
                    )
                    .Order(StringComparer.Ordinal),
            ];
        }

        private void Publish() => workspace.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
    }
}
