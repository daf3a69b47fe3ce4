using System.Globalization;
using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Money;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Visitors.Persons;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Orders;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Orders follow the catalog: only those that an entry is about are looked at, and however the work was cut.</summary>
public sealed class RestatedOrdersTests : IDisposable
{
    private static readonly string[] Campaigns = ["own", "spring", "campaign-0", "campaign-1"];

    private const int Orders = 200;
    private static readonly string[] Currencies = ["EUR", "USD", "GBP", ""];
    private static readonly string Day = CostAccrual.UtcDay(Facts.NowMicros);

    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Figures_are_those_of_the_last_entries_however_the_work_was_cut()
    {
        for (int round = 0; round < 20; round++)
        {
            var random = new Random(seed + round);
            var claimed = new Dictionary<ulong, byte[]>();
            JourneyRow[] journeys = [.. Enumerable.Range(0, Orders).Select(of => Journey(random, of, claimed))];
            CatalogEntry[] entries = [.. Enumerable.Range(0, 60).Select(_ => Entry(random))];
            WorkspaceState cut = Workspace();
            Queue<JourneyRow> coming = new(journeys);
            foreach (CatalogEntry entry in entries)
            {
                cut.Apply(entry);
                for (int some = random.Next(2 * Orders / entries.Length); some > 0 && coming.Count > 0; some--)
                {
                    cut.PutJourney(0, coming.Dequeue());
                }
                if (random.Next(3) > 0)
                {
                    Settle(cut, random.Next(1, 20));
                }
            }
            foreach (JourneyRow journey in coming)
            {
                cut.PutJourney(0, journey);
            }
            while (!cut.IsSettled)
            {
                Settle(cut, random.Next(1, 20));
            }

            WorkspaceState whole = Workspace();
            foreach (CatalogEntry entry in entries)
            {
                whole.Apply(entry);
            }
            foreach (JourneyRow journey in journeys)
            {
                whole.PutJourney(0, journey);
            }
            whole.Settle(() => false);
            Assert.True(Figures(whole) == Figures(cut), $"seed {seed + round}\n{Figures(whole)}\n{Figures(cut)}");
            string[] credited = Credited(cut);
            Assert.True(credited.All(of => of == credited[0]), $"seed {seed + round}\n{string.Join('\n', credited)}");
        }
    }

    [Fact]
    public void Models_stand_side_by_side_and_a_refund_takes_back_what_each_gave()
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new WorkspaceEntry("default", "EUR", []));
        JourneyTouch[] met =
        [
            .. ((int[])[1, 2, 1]).Select(
                (post, n) => new JourneyTouch(TouchKey.Of(Facts.NowMicros - 9 + n, EventType.Click), post, 0)
            ),
        ];
        byte[] bought = Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", false, 0);
        byte[] refund = Bytes("o", EventType.Refund, Facts.NowMicros, "", "EUR", false, 0);
        workspace.PutJourney(0, new JourneyRow("default", 1, false, met, bought));
        workspace.Settle(() => false);
        Assert.Equal((0, 0), Of("post-2", linear: false));
        Assert.Equal((1_000_000, 10_000_000), Of("post-1", linear: false));
        // 1/3 is left over at the third part of a millionth, for the earliest touch.
        Assert.Equal((666_667, 6_666_667), Of("post-1", linear: true));
        Assert.Equal((333_333, 3_333_333), Of("post-2", linear: true));

        workspace.PutJourney(0, new JourneyRow("default", 1, false, met, (byte[])[.. bought, .. refund]));
        workspace.Settle(() => false);
        Assert.Equal((1_000_000, 9_900_000), Of("post-1", linear: false));
        Assert.Equal((666_667, 6_600_000), Of("post-1", linear: true));
        Assert.Equal((333_333, 3_300_000), Of("post-2", linear: true));

        (long ConversionMicros, Int128 RevenueMicros) Of(string post, bool linear)
        {
            CreditRow credit = new CampaignCredit(workspace.Credits, "own").OfContent(post).Of(authentic: false);
            int model = linear ? AttributionModels.Linear : 1;
            return (credit.Conversions[model], credit.Revenue[model]);
        }
    }

    [Fact]
    public void Of_long_journeys_the_last_touches_of_all_visitors_share_whatever_came_first()
    {
        for (int round = 0; round < 20; round++)
        {
            var random = new Random(seed + round);
            JourneyRow[] journeys = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => LongJourney(random))];
            var met = new List<Touch>();
            foreach (JourneyTouch touch in journeys.SelectMany(of => of.Touches.ToArray()))
            {
                // Those behind the order don't count.
                if (touch.TimeMicros <= Facts.NowMicros)
                {
                    string post = $"post-{touch.Subject}";
                    met.Add(new Touch(touch.TimeMicros, touch.Kind, "own", "own-creator", post, ""));
                }
            }
            var path = OrderPath.Of(met, [], code: null, Facts.NowMicros);
            Credit[] shares = [.. path.Touches.ToArray().Select(touch => touch.Credit)];
            var parts = new Int128[shares.Length];
            LargestRemainder.Split(10_000_000, [.. shares.Select(_ => 1L)], parts);
            random.Shuffle(journeys);
            WorkspaceState workspace = Workspace();
            workspace.Apply(new WorkspaceEntry("default", "EUR", []));
            Array.ForEach(journeys, journey => workspace.PutJourney(0, journey));
            workspace.Settle(() => false);
            for (int number = 1; number < 4; number++)
            {
                string post = $"post-{number}";
                Int128 expected = shares
                    .Zip(parts)
                    .Where(of => of.First.Content == post)
                    .Aggregate(Int128.Zero, (sum, of) => sum + of.Second);
                CreditRow of = new CampaignCredit(workspace.Credits, "own").OfContent(post).Of(authentic: false);
                Assert.True(
                    expected == of.Revenue[AttributionModels.Linear],
                    $"seed {seed + round}, {post}: {expected}"
                );
            }
        }
    }

    /// <summary>Up to 900 touches, many of the same time, of a visitor who bought the same order as others.</summary>
    private static JourneyRow LongJourney(Random random)
    {
        EventType[] kinds = random.Next(2) == 0 ? [EventType.Click] : [EventType.View, EventType.Click, EventType.Like];
        JourneyTouch[] touches =
        [
            .. Enumerable
                .Range(0, random.Next(900))
                .Select(_ => new JourneyTouch(
                    TouchKey.Of(Facts.NowMicros + random.Next(-150, 10), kinds[random.Next(kinds.Length)]),
                    random.Next(1, 4),
                    0
                ))
                .OrderBy(touch => touch.Key),
        ];
        byte[] bought = Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", false, 0);
        return new JourneyRow("default", (ulong)random.NextInt64(), false, touches, bought);
    }

    [Fact]
    public void An_entry_restates_the_orders_that_it_is_about_and_no_others()
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new WorkspaceEntry("default", "EUR", []));
        for (int order = 0; order < Orders; order++)
        {
            workspace.PutJourney(0, Journey(order, order % 10 == 0 ? "ANA" : "BEN", order % 10 == 1 ? "USD" : "EUR"));
        }
        workspace.Settle(() => false);
        Assert.Equal(Orders / 10, Settled(new CodeEntry("default", "ANA", "ana", "spring")));
        Assert.Equal(Orders / 10, Settled(new RateEntry("default", "usd", "USD", Day, 1_000_000)));
        Assert.Equal(0, Settled(new RateEntry("default", "old", "USD", "2020-01-01", 1_000_000)));
        Assert.Equal(0, Settled(new RateEntry("default", "gbp", "GBP", Day, 1_000_000)));
        Assert.Equal(0, Settled(new CodeEntry("default", "NOBODY", "ana", "spring")));
        Assert.Equal(0, Settled(new LinkEntry("default", "l", "post-0", new Uri("https://shop.example"))));
        // The same id for another day: those of both.
        Assert.Equal(Orders / 10, Settled(new RateEntry("default", "usd", "USD", "2020-01-02", 1_000_000)));
        Assert.Equal(Orders, Settled(new WorkspaceEntry("default", "GBP", [])));

        int Settled(CatalogEntry entry)
        {
            workspace.Apply(entry);
            int orders = 0;
            bool CountOne()
            {
                orders++;
                return false;
            }
            workspace.Settle(CountOne);
            Assert.True(workspace.IsSettled);
            return orders;
        }
    }

    /// <summary>It stands on paths of campaigns that it is not of, too, and nobody keeps a book of which.</summary>
    [Fact]
    public void A_creators_new_name_concerns_all_campaigns_and_the_same_name_none()
    {
        WorkspaceState workspace = Workspace();
        workspace.Settle(() => false);
        Assert.False(IsAllChanged(null));
        Assert.True(IsAllChanged("Ana"));
        Assert.False(IsAllChanged("Ana"));
        Assert.True(IsAllChanged("Anna"));

        bool IsAllChanged(string? name)
        {
            workspace.TakeChanged(timeMoved: false, out _);
            workspace.Apply(new CreatorEntry("default", "ana", name));
            workspace.TakeChanged(timeMoved: false, out bool all);
            return all;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("OWN")]
    public void The_last_click_counts_behind_any_number_of_views_and_of_two_at_once_the_greater_name(string code)
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new CodeEntry("default", "OWN", "own-creator", "own"));
        ulong clicked = TouchKey.Of(Facts.NowMicros - 1_000, EventType.Click);
        JourneyTouch[] met =
        [
            new(clicked, 2, 0),
            new(clicked, 1, 0),
            .. Enumerable
                .Range(1, OrderPath.Most + 50)
                .Select(n => new JourneyTouch(TouchKey.Of(Facts.NowMicros - 400 + n, EventType.View), 3, 0)),
        ];
        byte[] order = Bytes("o", EventType.Purchase, Facts.NowMicros, code, "EUR", false, 0);
        workspace.PutJourney(0, new JourneyRow("default", 1, false, met, order));
        workspace.Settle(() => false);
        EntityFigures? post = workspace.Figures.Find(new Entity("default", "own", EntityLevel.Content, "post-2"));
        Assert.Equal(1, post?.AllTime.Conversions(authentic: false));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("", 1)]
    [InlineData("OWN", 0)]
    [InlineData("OWN", 1)]
    public void More_touches_at_once_than_a_person_has_stand_on_no_path(string code, int more)
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new CodeEntry("default", "OWN", "own-creator", "own"));
        ulong before = TouchKey.Of(Facts.NowMicros - 1_000, EventType.Click);
        ulong crowd = TouchKey.Of(Facts.NowMicros - 500, EventType.Click);
        JourneyTouch[] met =
        [
            new(before, 1, 0),
            .. Enumerable.Repeat(new JourneyTouch(crowd, 2, 0), OrderPathBuilder.MostAtOnce + more),
        ];
        byte[] order = Bytes("o", EventType.Purchase, Facts.NowMicros, code, "EUR", false, 0);
        workspace.PutJourney(0, new JourneyRow("default", 1, false, met, order));
        workspace.Settle(() => false);
        string post = more == 0 ? "post-2" : "post-1";
        EntityFigures? credited = workspace.Figures.Find(new Entity("default", "own", EntityLevel.Content, post));
        Assert.Equal(1, credited?.AllTime.Conversions(authentic: false));
    }

    [Fact]
    public void An_order_that_comes_or_goes_concerns_campaigns_that_only_assist_it()
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new WorkspaceEntry("default", "EUR", [], ClaimsWait: false));
        workspace.Apply(new ContentEntry("default", "post-1", "spring", "ana", null, null, null));
        workspace.Apply(new ContentEntry("default", "post-2", "autumn", "ben", null, null, null));
        workspace.Settle(() => false);
        workspace.TakeChanged(timeMoved: false, out _);
        byte[] claim = Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", isClaim: true, 0);
        workspace.PutJourney(0, new JourneyRow("default", 1, false, Clicks(2, 1), claim));
        workspace.Settle(() => false);
        Assert.Equal(["autumn", "spring"], workspace.TakeChanged(timeMoved: false, out _).Order());
        workspace.Apply(new WorkspaceEntry("default", "EUR", [], ClaimsWait: true));
        workspace.Settle(() => false);
        Assert.Equal(["autumn", "spring"], workspace.TakeChanged(timeMoved: false, out _).Order());
    }

    [Fact]
    public void Paths_of_which_one_is_cut_are_two_rows_and_creators_have_their_names()
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new ContentEntry("default", "post-1", "spring", "ana", null, null, null));
        workspace.Apply(new ContentEntry("default", "post-2", "autumn", "ben", null, null, null));
        workspace.Apply(new CreatorEntry("default", "ana", "Ana"));
        foreach (int steps in (int[])[PathSteps.Most, PathSteps.Most + 2])
        {
            JourneyTouch[] met = Clicks([.. Enumerable.Range(0, steps).Select(n => 1 + (n % 2))]);
            byte[] order = Bytes($"o{steps}", EventType.Purchase, Facts.NowMicros, "", "EUR", false, 0);
            workspace.PutJourney(0, new JourneyRow("default", (ulong)steps, false, met, order));
        }
        workspace.Settle(() => false);
        (_, Dictionary<string, ViewTable> tables) = new PathsView().Write(new ViewSources(workspace), "spring");
        Assert.Equal(2, tables["rows"].Rows.Select(row => row.Key).Distinct().Count());
        // However long the names.
        Assert.All(tables["rows"].Rows, row => Assert.Matches("^\"[0-9a-f]{32}\"$", row.Key));
        Assert.All(
            tables["rows"].Rows.Append(Assert.Single(tables["creators"].Rows)),
            row => Assert.Contains("\"name\":\"Ana\"", Encoding.UTF8.GetString(row.Json), StringComparison.Ordinal)
        );
    }

    /// <summary>It was left out: nobody was counted to have met it.</summary>
    [Fact]
    public void Content_that_only_an_order_names_has_its_row_in_attribution()
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new WorkspaceEntry("default", "EUR", []));
        workspace.Apply(new ContentEntry("default", "post-1", "spring", "ana", null, null, null));
        // The order's own event is about it, and about another comes the last click.
        byte[] orders =
        [
            .. Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", isClaim: false, 1),
            .. Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", isClaim: false, 2),
        ];
        workspace.PutJourney(0, new JourneyRow("default", 1, false, default, orders));
        workspace.Settle(() => false);
        workspace.Models.Put(PathFit.None);
        foreach ((string table, string key) in ((string, string)[])[("rows", "\"ana\""), ("content", "\"post-1\"")])
        {
            (_, Dictionary<string, ViewTable> tables) = new AttributionView().Write(
                new ViewSources(workspace),
                "spring"
            );
            ViewRow row = Assert.Single(tables[table].Rows, row => row.Key == key);
            using var json = JsonDocument.Parse(row.Json);
            JsonElement linear = json.RootElement.GetProperty("raw").GetProperty("linear");
            Assert.Equal(.5, linear.GetProperty("conversions").GetDouble());
        }
    }

    /// <summary>Who meets posts on one device, and sends the form on another that met nothing.</summary>
    [Fact]
    public void A_lead_counts_for_the_W_shaped_path_by_whatever_id_it_was_sent()
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new WorkspaceEntry("default", "EUR", []));
        workspace.Persons.Put(new PersonRow("default", 1, 7));
        workspace.Persons.Put(new PersonRow("default", 2, 7));
        byte[] lead = Bytes("lead", EventType.Signup, Facts.NowMicros - 1_500_000, "", "EUR", isClaim: false, 0);
        workspace.PutJourney(0, new JourneyRow("default", 2, false, default, lead));
        byte[] order = Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", isClaim: false, 0);
        workspace.PutJourney(0, new JourneyRow("default", 1, false, Clicks(1, 2, 3), order));
        while (!workspace.IsSettled)
        {
            workspace.Settle(() => false);
        }
        int wShaped = ModelNames.All.ToList().IndexOf("wShaped");
        CreditSums post = new CampaignCredit(workspace.Credits, "own").OfContent("post-2");
        CreditRow bought = post.ByKind[EventType.Purchase].Authentic;
        // As U-shaped it has a fifth.
        Assert.Equal(333_333, bought.Conversions[wShaped]);
    }

    [Fact]
    public void Content_that_moves_for_ever_leaves_no_names_behind()
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new WorkspaceEntry("default", "EUR", []));
        byte[] order = Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", isClaim: false, 0);
        workspace.PutJourney(0, new JourneyRow("default", 1, false, Clicks(2, 1, 2), order));
        for (int move = 0; move < 100; move++)
        {
            workspace.Apply(
                new ContentEntry("default", "post-1", $"campaign-{move}", $"creator-{move}", null, null, null)
            );
            workspace.Settle(() => false);
        }
        Assert.InRange(workspace.Credits.Names, 2, 4);
        Assert.Empty(new CampaignCredit(workspace.Credits, "campaign-98").Creators);
        CreditRow moved = new CampaignCredit(workspace.Credits, "campaign-99").OfCreator("creator-99").Of(true);
        Assert.Equal(333_333, moved.Conversions[AttributionModels.Linear]);
        CreditRow stayed = new CampaignCredit(workspace.Credits, "own").OfContent("post-2").Of(true);
        Assert.Equal(666_667, stayed.Conversions[AttributionModels.Linear]);
    }

    /// <summary>Before, a former owner's stay: nothing fitted is not the same as nothing earned.</summary>
    [Fact]
    public void Models_are_shown_once_they_are_fitted_to_the_paths_that_there_are()
    {
        WorkspaceState workspace = Workspace();
        var view = new AttributionView();
        var sources = new ViewSources(workspace);
        int told = 0;
        workspace.Models.Changed = () => told++;
        Assert.True(view.IsReady(sources));
        Assert.Null(workspace.Models.TakeInput());
        byte[] order = Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", isClaim: false, 0);
        workspace.PutJourney(0, new JourneyRow("default", 1, false, Clicks(2, 1), order));
        workspace.Settle(() => false);
        Assert.True(told > 0);
        Assert.False(view.IsReady(sources));
        Assert.NotNull(workspace.Models.TakeInput());
        Assert.Null(workspace.Models.TakeInput());
        workspace.Models.Put(PathFit.None);
        Assert.True(view.IsReady(sources));
        Assert.True(workspace.Models.TakeNew());
        Assert.False(workspace.Models.TakeNew());
    }

    /// <summary>What a row says is written again only where it is another: it must never be what it was.</summary>
    [Fact]
    public void Rows_of_attribution_that_are_kept_say_what_they_would_if_they_were_written_anew()
    {
        var random = new Random(seed);
        var claimed = new Dictionary<ulong, byte[]>();
        WorkspaceState workspace = Workspace();
        var view = new AttributionView();
        var sources = new ViewSources(workspace);
        var shown = new Dictionary<string, ViewDocument>();
        var known = new List<JourneyRow>();
        int kept = 0;
        for (int step = 0; step < 200; step++)
        {
            if (random.Next(3) == 0)
            {
                workspace.Apply(Entry(random));
            }
            else if (random.Next(2) == 0 || known.Count == 0)
            {
                known.Add(Journey(random, step, claimed));
                workspace.PutJourney(0, known[^1]);
            }
            else
            {
                // Authentic figures become others, and raw ones don't.
                JourneyRow judged = known[random.Next(known.Count)];
                workspace.PutJourney(0, judged with { Inauthentic = random.Next(2) == 0 });
            }
            workspace.Settle(() => false);
            if (random.Next(5) == 0 && workspace.Models.TakeInput() is { } input)
            {
                while (!input.GoOn()) { }
                workspace.Models.Put(PathFit.Of(input));
            }
            sources.Names.Update(workspace.TakeChanged(timeMoved: false, out _));
            foreach (string campaign in Campaigns)
            {
                ViewDocument? before = shown.GetValueOrDefault(campaign);
                (Dictionary<string, byte[]> fields, Dictionary<string, ViewTable> tables) = view.Write(
                    sources,
                    campaign,
                    before
                );
                foreach ((string table, ViewTable anew) in view.Write(sources, campaign).Tables)
                {
                    Assert.Equal(TextOf(anew), TextOf(tables[table]));
                    kept +=
                        before == null
                            ? 0
                            : tables[table]
                                .Rows.Count(row => before.Tables[table].Rows.Any(was => was.Json == row.Json));
                }
                shown[campaign] = new ViewDocument(
                    new ViewKey("default", campaign, view.Name),
                    step,
                    fields,
                    tables,
                    []
                );
            }
        }
        Assert.True(kept > 200, $"seed {seed}: {kept}");

        static string TextOf(ViewTable table) =>
            string.Join('\n', table.Rows.Select(row => Encoding.UTF8.GetString(row.Json)));
    }

    [Fact]
    public void An_order_that_waits_is_settled_by_no_touch_and_credited_once_it_counts()
    {
        WorkspaceState workspace = Workspace();
        workspace.Apply(new WorkspaceEntry("default", "EUR", [], ClaimsWait: true));
        byte[] claim = Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", isClaim: true, 0);
        workspace.PutJourney(0, new JourneyRow("default", 1, false, Clicks(1), claim));
        workspace.Settle(() => false);
        workspace.PutJourney(0, new JourneyRow("default", 1, false, Clicks(2, 1), claim));
        Assert.True(workspace.IsSettled);
        Assert.Equal(1, workspace.Figures.Waiting.Conversions(authentic: false));
        workspace.Apply(new ContentEntry("default", "post-1", "spring", "ana", null, null, null));
        workspace.Apply(new WorkspaceEntry("default", "EUR", [], ClaimsWait: false));
        workspace.Settle(() => false);
        EntityFigures? credited = workspace.Figures.Find(
            new Entity("default", "spring", EntityLevel.Content, "post-1")
        );
        Assert.Equal(1, credited?.AllTime.ClaimedConversions(authentic: false));
    }

    [Fact]
    public void An_order_whose_time_moves_leaves_nothing_with_its_visitors()
    {
        const int Moves = 1_000;
        WorkspaceState workspace = Workspace();
        for (int move = 0; move < Moves; move++)
        {
            // A visitor of its own each time, who bought a pane earlier.
            byte[] earlier = Bytes(
                "o",
                EventType.Purchase,
                Facts.NowMicros - (move * 10_000_000L),
                "",
                "EUR",
                isClaim: false,
                0
            );
            workspace.PutJourney(0, new JourneyRow("default", (ulong)move, false, default, earlier));
            workspace.Settle(() => false);
        }
        Assert.InRange(memory.Bytes(StatePart.Orders), 1, Moves * 1_000);
    }

    /// <summary>What it claimed once is settled no more for what it meets.</summary>
    [Theory]
    [InlineData(OrderStore.MostClaims, 1)]
    [InlineData(OrderStore.MostClaims + 1, 0)]
    public void Who_claims_an_order_that_very_many_claim_has_no_part_in_it(int claims, int settledAgain)
    {
        WorkspaceState workspace = Workspace();
        byte[] claim = Bytes("o", EventType.Purchase, Facts.NowMicros, "", "EUR", isClaim: true, 0);
        for (int visitor = 0; visitor < claims; visitor++)
        {
            workspace.PutJourney(0, new JourneyRow("default", (ulong)visitor, false, default, claim));
            if (visitor >= OrderStore.MostClaims - 1)
            {
                workspace.Settle(() => false);
            }
        }
        workspace.PutJourney(0, new JourneyRow("default", 5, false, Clicks(1), claim));
        int settled = 0;
        workspace.Settle(() =>
        {
            settled++;
            return false;
        });
        Assert.Equal(settledAgain, settled);
    }

    /// <summary>So many orders, or the rest.</summary>
    private static void Settle(WorkspaceState workspace, int orders) => workspace.Settle(() => --orders == 0);

    private static JourneyTouch[] Clicks(params int[] subjects) =>
        [
            .. subjects.Select(
                (subject, n) =>
                    new JourneyTouch(
                        TouchKey.Of(Facts.NowMicros - ((subjects.Length - n) * 1_000_000L), EventType.Click),
                        subject,
                        0
                    )
            ),
        ];

    private WorkspaceState Workspace()
    {
        var numbers = new PartitionNumbers();
        var workspace = new WorkspaceState(
            "default",
            new Dictionary<int, PartitionNumbers> { [0] = numbers },
            memory.Open(),
            Facts.Secret
        );
        for (int number = 0; number < 4; number++)
        {
            string content = number == 0 ? "" : $"post-{number}";
            var subject = new Numbered<Subject>(number, new("default", content, "own", "own-creator", "", ""));
            numbers.Subjects.Add(subject);
            workspace.Subjects.Add(0, subject);
        }
        return workspace;
    }

    private static CatalogEntry Entry(Random random) =>
        random.Next(5) switch
        {
            0 => new CodeEntry("default", $"CODE{random.Next(3)}", $"creator-{random.Next(3)}", "spring"),
            1 => new RateEntry(
                "default",
                $"rate-{random.Next(4)}",
                Currencies[random.Next(3)],
                random.Next(2) == 0 ? Day : CostAccrual.UtcDay(Facts.NowMicros - 86_400_000_000),
                random.Next(1, 9) * 300_000
            ),
            2 => new ContentEntry(
                "default",
                $"post-{random.Next(1, 4)}",
                $"campaign-{random.Next(2)}",
                "ana",
                null,
                null,
                null
            ),
            3 => new WorkspaceEntry("default", Currencies[random.Next(3)], [], null, random.Next(2) == 0),
            _ => new CampaignEntry("default", "spring", null, null, null, Currencies[random.Next(3)], null),
        };

    /// <summary>
    /// A purchase, with refunds in currencies of their own; or one more claim of a visitor who has many in a day, maybe of
    /// an order that is proven, or will be.
    /// </summary>
    /// <param name="claimed">By visitor, the claims so far.</param>
    private static JourneyRow Journey(Random random, int number, Dictionary<ulong, byte[]> claimed)
    {
        bool isClaim = random.Next(3) == 0;
        ulong visitor = (ulong)(isClaim ? 1 + (number % 3) : 10 + number);
        int order = isClaim ? random.Next(Orders) : number;
        // A claim brings no new touches: they would restate all the others of its visitor.
        JourneyTouch[] touches =
        [
            .. Enumerable
                .Range(1, isClaim ? 1 : random.Next(3))
                .Select(n => new JourneyTouch(
                    TouchKey.Of(Facts.NowMicros - (n * 1_000_000L), EventType.Click),
                    isClaim ? (int)visitor : random.Next(1, 4),
                    0
                ))
                .Reverse(),
        ];
        byte[] conversions =
        [
            .. claimed.GetValueOrDefault(visitor, []),
            .. Enumerable
                .Range(0, random.Next(1, 4))
                .SelectMany(n =>
                    Bytes(
                        $"o{order}",
                        n == 0 ? EventType.Purchase : EventType.Refund,
                        Facts.NowMicros - (random.Next(2) * 86_400_000_000L),
                        random.Next(4) == 0 ? "" : $"CODE{random.Next(4)}",
                        Currencies[random.Next(4)],
                        isClaim,
                        random.Next(4)
                    )
                ),
        ];
        if (isClaim)
        {
            claimed[visitor] = conversions;
        }
        return new JourneyRow("default", visitor, false, touches, conversions);
    }

    private static JourneyRow Journey(int number, string code, string currency) =>
        new(
            "default",
            (ulong)(number + 1),
            false,
            default,
            Bytes($"o{number}", EventType.Purchase, Facts.NowMicros, code, currency, false, 0)
        );

    private static byte[] Bytes(
        string order,
        EventType type,
        long timeMicros,
        string code,
        string currency,
        bool isClaim,
        int subject
    )
    {
        var fields = new ConversionFields
        {
            Type = type,
            IsClaim = isClaim,
            TimeMicros = timeMicros,
            Id = Encoding.UTF8.GetBytes(order),
            Source = default,
            Order = Encoding.UTF8.GetBytes(order),
            ValueMicros = type == EventType.Refund ? 100_000 : 10_000_000,
            Currency = Encoding.UTF8.GetBytes(currency),
            Code = Encoding.UTF8.GetBytes(code),
            Subject = subject,
            Fingerprint = 0,
        };
        byte[] bytes = new byte[fields.Length];
        fields.WriteTo(bytes);
        return bytes;
    }

    /// <summary>Conversions and revenue over all campaigns, channels and nobody: of last touch by time, then by each model.</summary>
    private static string[] Credited(WorkspaceState workspace)
    {
        var byTime = new EntitySums();
        byTime.Add(workspace.Figures.Unattributed);
        CreditSides sides = default;
        foreach ((_, _, CreditSides of) in AllCredit(workspace))
        {
            sides.All.Add(of.All);
            sides.Authentic.Add(of.Authentic);
        }
        foreach (string campaign in Campaigns)
        {
            foreach ((Entity entity, EntityFigures figures) in workspace.Figures.EntitiesOf(campaign))
            {
                if (entity.Level == EntityLevel.Campaign)
                {
                    byTime.Add(figures.AllTime);
                }
            }
        }
        return
        [
            $"{byTime.Conversions(false) * Micros.PerUnit} {byTime.Conversions(true) * Micros.PerUnit} {byTime.Revenue[0]} {byTime.Revenue[1]}",
            .. Enumerable
                .Range(0, AttributionModels.Count)
                .Select(model =>
                    $"{sides.All.Conversions[model]} {sides.Authentic.Conversions[model]} {sides.All.Revenue[model]} {sides.Authentic.Revenue[model]}"
                ),
        ];
    }

    private static IEnumerable<(Credit Credit, EventType Kind, CreditSides Sides)> AllCredit(
        WorkspaceState workspace
    ) => Campaigns.SelectMany(workspace.Credits.Of).Concat(workspace.Credits.OfNoCampaign);

    private static string Figures(WorkspaceState workspace)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((Entity entity, EntityFigures figures) in Campaigns.SelectMany(workspace.Figures.EntitiesOf))
        {
            Add(entity.ToString(), figures.AllTime);
        }
        foreach ((Credit credit, EventType kind, CreditSides sides) in AllCredit(workspace))
        {
            string text = TextOf(sides.All) + " " + TextOf(sides.Authentic);
            if (text.AsSpan().ContainsAnyExcept(' ', '0'))
            {
                lines.Add($"{credit}, {kind}: {text}");
            }
        }
        Add("unattributed", workspace.Figures.Unattributed);
        Add("waiting", workspace.Figures.Waiting);
        var sources = new ViewSources(workspace);
        foreach ((string view, string of) in Campaigns.Select(of => ("orders", of)).Append(("looseOrders", "")))
        {
            foreach (ViewRow row in ViewRegistry.Find(view)!.Write(sources, of).Tables["rows"].Rows)
            {
                lines.Add($"{view} {of} {Encoding.UTF8.GetString(row.Json)}");
            }
        }
        foreach (CodeEntry code in workspace.Catalog.Codes.Values)
        {
            CodeSums uses = workspace.Codes.Of(code.Id).Side(isAuthentic: true);
            lines.Add($"{code.Id} {uses.Orders} {uses.RevenueMicros} {uses.MetNobody} {string.Join(' ', uses.Days)}");
        }
        return string.Join('\n', lines);

        static string TextOf(CreditRow row) =>
            string.Join(
                ' ',
                Enumerable
                    .Range(0, AttributionModels.Count)
                    .Select(model => $"{row.Conversions[model]} {row.Revenue[model]} {row.Unpriced[model]}")
            );

        void Add(string name, EntitySums sums)
        {
            if (sums.Orders.ContainsAnyExcept(0))
            {
                lines.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name}: {string.Join(' ', sums.Orders)} {string.Join(' ', sums.Revenue)}"
                    )
                );
            }
        }
    }
}
