using System.Text;
using CreatorStream.Analytics.Money;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Costs;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Costs that follow from what is credited to a creator: commissions, and fees by tiers.</summary>
public sealed class EarnedCostTests
{
    private const long Hour = 3_600_000_000;
    private const long Unit = Micros.PerUnit;

    private static readonly long Start = Rfc3339.TryParse(Encoding.UTF8.GetBytes("2026-03-01T00:00:00Z"), out long at)
        ? at
        : 0;
    private static readonly long End = Start + (48 * Hour);

    private readonly WorkspaceCatalog catalog = new();
    private readonly EntityFigures ana = new();
    private readonly CostBook book;

    public EarnedCostTests()
    {
        book = new CostBook(catalog, (campaign, creator) => (campaign, creator) == ("spring", "ana") ? ana : null);
        Zone("UTC");
    }

    [Fact]
    public void A_commission_is_a_part_of_the_authentic_revenue_of_its_days()
    {
        Commit(12_500_000, perConversion: 2 * Unit);
        Sell(Start - 1, 1_000);
        Sell(Start, 100);
        Sell(End - 1, 60);
        Sell(End, 1_000);
        Sell(Start + Hour, 500, isAuthentic: false);
        Assert.Equal(24 * Unit, Cost(0, long.MaxValue));
    }

    [Fact]
    public void Commissions_of_windows_round_once_each()
    {
        Commit(50_000_000, perConversion: 0);
        SellMicros(Start, 3);
        SellMicros(Start + Hour, 3);
        // 1.5 and 1.5 are 2 each; 3 together.
        Assert.Equal(2, Cost(Start, Start + Hour));
        Assert.Equal(2, Cost(Start + Hour, Start + (2 * Hour)));
        Assert.Equal(3, Cost(Start, Start + (2 * Hour)));
    }

    [Fact]
    public void A_commission_waits_for_the_rate_of_its_orders()
    {
        Commit(10_000_000, perConversion: 0);
        Sell(Start, 100);
        Unpriced(Start + Hour, 1);
        Assert.Null(Cost(0, long.MaxValue));
        Assert.Equal(10 * Unit, Cost(Start, Start + Hour));
        Unpriced(Start + Hour, -1);
        Assert.Equal(10 * Unit, Cost(0, long.MaxValue));
    }

    [Fact]
    public void What_each_conversion_costs_goes_by_the_rate_of_its_day()
    {
        Commit(0, perConversion: 10 * Unit, currency: "USD");
        Sell(Start, 100);
        Sell(Start + (24 * Hour), 100);
        Rate("2026-03-01", 500_000);
        Assert.Null(Cost(0, long.MaxValue));
        Assert.Equal([("USD", "2026-03-02")], book.MissingRates(End));
        Assert.Equal(5 * Unit, Cost(Start, Start + (24 * Hour)));
        Rate("2026-03-02", 2 * Unit);
        Assert.Equal(25 * Unit, Cost(0, long.MaxValue));
        Assert.Empty(book.MissingRates(End));
    }

    [Fact]
    public void A_part_of_revenue_needs_no_rate_of_its_own()
    {
        Commit(10_000_000, perConversion: 0, currency: "USD");
        Sell(Start, 100);
        Assert.Equal(10 * Unit, Cost(0, long.MaxValue));
        Assert.Empty(book.MissingRates(End));
    }

    [Fact]
    public void A_tiered_fee_accrues_evenly_at_the_tier_that_its_days_reach()
    {
        catalog.Apply(Entry(0, "EUR") with { Tiers = [new FeeTier(2, 48 * Unit), new FeeTier(3, 96 * Unit)] });
        Sell(Start - 1, 1);
        Sell(Start, 1);
        Assert.Equal(0, Cost(0, End, greatest: Start + Hour));
        Sell(Start + 1, 1);
        Assert.Equal(Unit, Cost(0, End, greatest: Start + Hour));
        Sell(End - 1, 1);
        Assert.Equal(2 * Unit, Cost(0, End, greatest: Start + Hour));
        Assert.Equal(96 * Unit, Cost(0, End));
        SellMicros(End - 1, -Unit, sign: -1);
        Assert.Equal(48 * Unit, Cost(0, End));
    }

    /// <summary>In Kolkata days begin at half past an hour of UTC.</summary>
    [Fact]
    public void A_commission_stays_what_it_is_when_its_panes_are_merged()
    {
        Zone("Asia/Kolkata");
        Commit(10_000_000, perConversion: 0);
        long midnight = Start - (5 * Hour) - (Hour / 2);
        Sell(midnight - (20 * Hour / 60), 100);
        Sell(midnight + (10 * Hour / 60), 100);
        Int128? young = Cost(0, long.MaxValue);
        ana.Merge(Pane.Of(Start) + (40 * Pane.PerDay));
        Assert.Equal(20 * Unit, young);
        Assert.Equal(young, Cost(0, long.MaxValue));
    }

    private Int128? Cost(long from, long to, long greatest = long.MaxValue) =>
        book.Accrued("spring", "ana", from, to, greatest);

    private void Zone(string zone) =>
        catalog.Apply(new CampaignEntry("default", "spring", null, null, null, "EUR", zone));

    private void Commit(long percentMicros, long perConversion, string currency = "EUR") =>
        catalog.Apply(Entry(perConversion, currency) with { PercentMicros = percentMicros });

    private static CostEntry Entry(long amount, string currency) =>
        new("default", "c", "spring", "ana", amount, currency, "2026-03-01", "2026-03-02");

    private void Rate(string day, long rate) => catalog.Apply(new RateEntry("default", day, "USD", day, rate));

    private void Sell(long at, long units, bool isAuthentic = true) =>
        SellMicros(at, units * Unit, isAuthentic: isAuthentic);

    private void SellMicros(long at, long micros, int sign = 1, bool isAuthentic = true)
    {
        long[] orders = new long[OrderColumns.Count];
        orders[OrderColumns.Conversions] = sign;
        orders[OrderColumns.Authentic + OrderColumns.Conversions] = isAuthentic ? sign : 0;
        ana.AddCredit(Pane.Of(at), orders, [micros, isAuthentic ? micros : 0]);
    }

    private void Unpriced(long at, int sign)
    {
        long[] orders = new long[OrderColumns.Count];
        orders[OrderColumns.Authentic + OrderColumns.Conversions] = sign;
        orders[OrderColumns.Authentic + OrderColumns.Unpriced] = sign;
        ana.AddCredit(Pane.Of(at), orders, [0, 0]);
    }
}
