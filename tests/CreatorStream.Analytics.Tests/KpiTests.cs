using CreatorStream.Analytics.Kpis;

namespace CreatorStream.Analytics.Tests;

/// <summary>The ratios of docs/metrics.md, each by its name.</summary>
public sealed class KpiTests
{
    [Fact]
    public void CTR_is_clicks_by_impressions() => Is(.0213, Kpi.ClickThroughRate(213, 10_000));

    [Fact]
    public void ER_is_engagements_by_reach() => Is(.08, Kpi.EngagementRate(400, 5_000));

    [Fact]
    public void Frequency_is_impressions_by_reach() => Is(2.5, Kpi.Frequency(12_500, 5_000));

    [Fact]
    public void Conversion_rate_is_conversions_by_clicks() => Is(.04, Kpi.ConversionRate(8, 200));

    [Fact]
    public void AOV_is_revenue_by_conversions() => Is(49.9, Kpi.AverageOrderValue(399.2, 8));

    [Fact]
    public void Share_rate_is_shares_by_reach() => Is(.01, Kpi.ShareRate(50, 5_000));

    [Fact]
    public void Share_of_traffic_is_brought_visits_by_all() => Is(.5, Kpi.ShareOfTraffic(2, 4));

    [Fact]
    public void Bounce_rate_is_bounces_by_sessions() => Is(.25, Kpi.BounceRate(1, 4));

    [Fact]
    public void Pages_per_session_are_visits_by_sessions() => Is(1.5, Kpi.PagesPerSession(6, 4));

    [Fact]
    public void Time_on_site_is_engaged_seconds_by_sessions() => Is(31.25, Kpi.TimeOnSite(62.5m, 2));

    [Fact]
    public void CPL_is_cost_by_leads() => Is(12.5, Kpi.CostPerLead(50, 4));

    [Fact]
    public void CPQL_is_cost_by_qualified_leads() => Is(25, Kpi.CostPerQualifiedLead(50, 2));

    [Fact]
    public void Lead_quality_is_the_mean_score_of_leads() => Is(57.5, Kpi.LeadQuality(230, 4));

    [Fact]
    public void Form_completion_rate_is_forms_by_form_starts() => Is(.6, Kpi.FormCompletionRate(3, 5));

    [Fact]
    public void CPA_is_cost_by_conversions() => Is(25, Kpi.CostPerConversion(200, 8));

    [Fact]
    public void CPE_is_cost_by_engagements() => Is(.5, Kpi.CostPerEngagement(200, 400));

    [Fact]
    public void CPM_is_the_cost_of_a_thousand_impressions() => Is(6.5, Kpi.CostPerMille(6_500, 1_000_000));

    [Fact]
    public void CPC_is_cost_by_clicks() => Is(.8, Kpi.CostPerClick(200, 250));

    [Fact]
    public void ROAS_is_revenue_by_cost() => Is(2.17, Kpi.ReturnOnAdSpend(434, 200));

    [Fact]
    public void ROI_is_what_is_left_of_revenue_by_cost() => Is(1.17, Kpi.ReturnOnInvestment(434, 200));

    [Fact]
    public void ROI_of_less_than_the_cost_is_negative() => Is(-.5, Kpi.ReturnOnInvestment(100, 200));

    [Fact]
    public void A_ratio_with_nothing_below_the_line_is_undefined()
    {
        Assert.Null(Kpi.ClickThroughRate(0, 0));
        Assert.Null(Kpi.EngagementRate(3, 0));
        Assert.Null(Kpi.ReturnOnInvestment(100, 0));
        Is(0, Kpi.ClickThroughRate(0, 100));
    }

    [Fact]
    public void A_ratio_of_what_is_not_known_is_not_known()
    {
        Assert.Null(Kpi.AverageOrderValue(null, 8));
        Assert.Null(Kpi.CostPerMille(null, 1_000));
        Assert.Null(Kpi.ReturnOnAdSpend(null, 200));
        Assert.Null(Kpi.ReturnOnInvestment(100, null));
    }

    private static void Is(double expected, double? ratio) => Assert.Equal(expected, ratio!.Value, 1e-12);
}
