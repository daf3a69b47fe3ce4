using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Visitors.Persons;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Tests;

/// <summary>The score of a settled lead follows what it rests on, whatever comes first.</summary>
public sealed class LeadTests : IDisposable
{
    private const long Second = 1_000_000;
    private const long LeadAt = Facts.NowMicros;

    /// <summary>12 points: nothing but an address of which nobody told.</summary>
    private static readonly LeadWords EmptyForm = new(0, AddressKind.None);

    private readonly StateMemory memory = new();
    private readonly WorkspaceState workspace;

    public LeadTests() => workspace = New();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void A_purchase_that_comes_later_makes_a_lead_better_and_is_taken_back_with_its_journey()
    {
        byte[] lead = Conversion("l", EventType.Lead, LeadAt);
        byte[] bought = Conversion("o", EventType.Purchase, LeadAt + (9 * Second));
        Put(1, lead);
        Assert.Equal(12, Scores());
        Put(1, [.. lead, .. bought]);
        Assert.Equal(27, Scores());
        // A task that began anew has another order of them, and no purchase.
        Put(1, [.. Conversion("m", EventType.Signup, LeadAt), .. lead]);
        Assert.Equal(24, Scores());
    }

    [Theory]
    [InlineData("o", EventType.Purchase, 0, false, 27)]
    [InlineData("o", EventType.Purchase, -1, false, 12)]
    [InlineData("o", EventType.Purchase, 1, true, 12)]
    [InlineData("l", EventType.Purchase, 1, false, 12)]
    [InlineData("o", EventType.Install, 1, false, 12)]
    public void Only_a_proven_purchase_of_another_order_at_its_time_or_later_counts(
        string order,
        EventType type,
        int seconds,
        bool isClaim,
        int score
    )
    {
        Put(
            1,
            [
                .. Conversion("l", EventType.Lead, LeadAt),
                .. Conversion(order, type, LeadAt + (seconds * Second), isClaim),
            ]
        );
        Assert.Equal(score, Scores());
    }

    [Fact]
    public void Of_several_purchases_the_last_is_enough_and_one_of_the_leads_own_order_is_none()
    {
        byte[] lead = Conversion("l", EventType.Lead, LeadAt);
        byte[] own = Conversion("l", EventType.Purchase, LeadAt + (20 * Second));
        byte[] other = Conversion("o", EventType.Purchase, LeadAt + (10 * Second));
        Put(1, [.. lead, .. own]);
        Assert.Equal(12, Scores());
        Put(1, [.. lead, .. own, .. other]);
        Assert.Equal(27, Scores());
    }

    [Fact]
    public void Who_is_one_person_with_the_lead_looks_and_buys_for_it_until_they_are_apart()
    {
        Put(1, Conversion("l", EventType.Lead, LeadAt));
        Put(2, Conversion("o", EventType.Purchase, LeadAt + Second), Looked(2, 60));
        Assert.Equal(12, Scores());
        workspace.Persons.Put(new PersonRow("default", 1, 7));
        workspace.Persons.Put(new PersonRow("default", 2, 7));
        Settle();
        Assert.Equal(12 + 15 + 10, Scores());
        Put(2, Conversion("o", EventType.Purchase, LeadAt + Second), Looked(2, 90));
        Assert.Equal(12 + 15 + 15, Scores());
        workspace.Persons.Separate(2, true);
        Settle();
        Assert.Equal(12, Scores());
    }

    [Fact]
    public void Engaged_time_counts_up_to_the_lead_and_within_the_lookback()
    {
        byte[] lead = Conversion("l", EventType.Lead, LeadAt);
        JourneyTouch[] met =
        [
            Visit(LeadAt - (30 * 86_400 * Second) - 1, 12),
            Visit(LeadAt - (30 * 86_400 * Second), 24),
            Visit(LeadAt, 6),
            Visit(LeadAt + 1, 48),
        ];
        Put(1, lead, met[..2]);
        Assert.Equal(12 + 4, Scores());
        Put(1, lead, met);
        Assert.Equal(12 + 5, Scores());
        workspace.Apply(Campaign(bar: null) with { Lookback = Analytics.Attribution.Lookback.OfDays(1, 1) });
        Settle();
        Assert.Equal(12 + 1, Scores());
    }

    [Fact]
    public void The_bar_of_the_campaign_decides_which_leads_are_qualified_and_a_changed_one_restates()
    {
        // 40 + 25.
        Put(1, Conversion("l", EventType.Form, LeadAt, words: new LeadWords(100, AddressKind.Corporate)), Looked(1, 0));
        Assert.Equal((1, 1, 65), Own());
        workspace.Apply(Campaign(bar: 66));
        Settle();
        Assert.Equal((1, 0, 65), Own());
        workspace.Apply(Campaign(bar: 65));
        Settle();
        Assert.Equal((1, 1, 65), Own());
    }

    [Fact]
    public void A_lead_of_nobody_is_qualified_for_nobody()
    {
        byte[] lead = Conversion("l", EventType.Lead, LeadAt, words: new LeadWords(100, AddressKind.Corporate));
        workspace.PutJourney(0, new JourneyRow("default", 1, false, default, lead));
        Settle();
        Assert.Equal(65, workspace.Figures.Unattributed.Orders[OrderColumns.Scores]);
        Assert.Equal(0, workspace.Figures.Unattributed.Orders[OrderColumns.Qualified]);
    }

    /// <summary>What is looked at anew is bounded by what a purchase can change: the scores must be those of all at once.</summary>
    [Fact]
    public void Scores_are_those_of_the_set_whatever_comes_first()
    {
        int seed = Random.Shared.Next();
        for (int round = 0; round < 50; round++)
        {
            var random = new Random(seed + round);
            byte[][] said =
            [
                .. Enumerable
                    .Range(0, 12)
                    .Select(n =>
                        Conversion(
                            $"o{random.Next(6)}",
                            random.Next(2) == 0 ? EventType.Lead : EventType.Purchase,
                            LeadAt + (random.Next(8) * 5 * Second),
                            random.Next(4) == 0,
                            id: $"e{n}"
                        )
                    ),
            ];
            WorkspaceState whole = New();
            whole.PutJourney(0, Journey(1, [.. said.SelectMany(of => of)], []));
            whole.Settle(() => false);
            WorkspaceState cut = New();
            for (int n = 1; n <= said.Length; n++)
            {
                cut.PutJourney(0, Journey(1, [.. said[..n].SelectMany(of => of)], []));
                cut.Settle(() => false);
            }
            Assert.True(ScoresOf(whole) == ScoresOf(cut), $"seed {seed + round}");
        }
    }

    private int Scores() => (int)ScoresOf(workspace);

    private static long ScoresOf(WorkspaceState of)
    {
        long nobodys = of.Figures.Unattributed.Orders[OrderColumns.Scores];
        return nobodys + Sums(of)[OrderColumns.Scores];
    }

    private (long Leads, long Qualified, long Scores) Own()
    {
        long[] sums = Sums(workspace);
        return (sums[OrderColumns.Leads], sums[OrderColumns.Qualified], sums[OrderColumns.Scores]);
    }

    private static long[] Sums(WorkspaceState of) =>
        of
            .Figures.EntitiesOf("own")
            .Where(entity => entity.Entity.Level == EntityLevel.Campaign)
            .Select(entity => entity.Figures.AllTime.Orders)
            .FirstOrDefault(new long[OrderColumns.Count]);

    private void Put(ulong visitor, byte[] conversions, params JourneyTouch[] met)
    {
        workspace.PutJourney(0, Journey(visitor, conversions, met));
        Settle();
    }

    private static JourneyRow Journey(ulong visitor, byte[] conversions, JourneyTouch[] met) =>
        new("default", visitor, false, met, conversions);

    private void Settle()
    {
        while (!workspace.IsSettled)
        {
            workspace.Settle(() => false);
        }
    }

    private static JourneyTouch Looked(int secondsBefore, int seconds) =>
        Visit(LeadAt - (secondsBefore * Second), seconds);

    private static JourneyTouch Visit(long timeMicros, int seconds) =>
        new(TouchKey.Of(timeMicros, EventType.Visit), 0, seconds * 1_000);

    private static CampaignEntry Campaign(int? bar) =>
        new("default", "own", null, null, null, null, null, LeadBar: bar);

    private static byte[] Conversion(
        string order,
        EventType type,
        long timeMicros,
        bool isClaim = false,
        LeadWords? words = null,
        string? id = null
    )
    {
        var fields = new ConversionFields
        {
            Type = type,
            IsClaim = isClaim,
            TimeMicros = timeMicros,
            Id = Encoding.UTF8.GetBytes(id ?? order),
            Source = default,
            Order = Encoding.UTF8.GetBytes(order),
            ValueMicros = 0,
            Currency = default,
            Code = default,
            // Of no content.
            Subject = 1,
            Fingerprint = 0,
            Lead = type.IsLead() ? words ?? EmptyForm : default,
        };
        byte[] bytes = new byte[fields.Length];
        fields.WriteTo(bytes);
        return bytes;
    }

    private WorkspaceState New()
    {
        var numbers = new PartitionNumbers();
        var of = new WorkspaceState(
            "default",
            new Dictionary<int, PartitionNumbers> { [0] = numbers },
            memory.Open(),
            Facts.Secret
        );
        for (int number = 0; number < 2; number++)
        {
            var subject = new Numbered<Subject>(
                number,
                new("default", number == 0 ? "post" : "", "own", "ann", "", "")
            );
            numbers.Subjects.Add(subject);
            of.Subjects.Add(0, subject);
        }
        return of;
    }
}
