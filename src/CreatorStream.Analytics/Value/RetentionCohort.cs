namespace CreatorStream.Analytics.Value;

/// <summary>
/// The customers whose first purchase is in one month, and how many of them bought again: on a later day, up to the end
/// of observation. Later cohorts had less time to do so: compare those that had enough.
/// </summary>
/// <param name="Month">Its first day.</param>
/// <param name="Buyers">Customers.</param>
/// <param name="Returned">Those with a second purchase.</param>
public sealed record RetentionCohort(DateOnly Month, int Buyers, int Returned)
{
    public double Share => (double)Returned / Buyers;

    /// <summary>By month; months without a first purchase are left out.</summary>
    public static IReadOnlyList<RetentionCohort> Of(OrderSummary summary) =>
        [
            .. summary
                .FirstDays.Zip(summary.Histories)
                .GroupBy(
                    customer => new DateOnly(customer.First.Year, customer.First.Month, 1),
                    customer => customer.Second.Frequency
                )
                .OrderBy(month => month.Key)
                .Select(month => new RetentionCohort(month.Key, month.Count(), month.Count(x => x > 0))),
        ];
}
