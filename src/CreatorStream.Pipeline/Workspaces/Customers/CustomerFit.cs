using CreatorStream.Analytics.Value;

namespace CreatorStream.Pipeline.Workspaces.Customers;

/// <summary>Whether lifetime values are known, or why not.</summary>
public enum ValueState
{
    Fitted,

    /// <summary>Fewer than <see cref="CustomerFit.LeastReturned"/> customers bought again on a later day.</summary>
    FewReturned,

    /// <summary>No order after a customer's first has a value.</summary>
    NoValue,

    /// <summary>An order waits for an exchange rate.</summary>
    MissingRate,

    /// <summary>The models can't be fitted to these orders.</summary>
    Failed,
}

/// <summary>
/// What customers are expected to buy yet, by the models of the command clv, fitted to all customers of a workspace as they were at
/// one moment. A pure function of these.
/// </summary>
/// <param name="Looked">How many customers were looked at: all, or a sample.</param>
/// <param name="All">Mean of a customer; null: not known.</param>
/// <param name="ByAcquirer">The same of those whom somebody won, as far as they were looked at; of whom none was there is none.</param>
public sealed record CustomerFit(
    ValueState State,
    int Looked,
    MeanValue? All,
    IReadOnlyDictionary<Acquirer, MeanValue> ByAcquirer
)
{
    /// <summary>With fewer who bought again the models' parameters are hardly more than guesses.</summary>
    public const int LeastReturned = 30;

    /// <summary>Twelve months of 30 days, discounted by 1 % a month: as the command has it where nothing is said.</summary>
    public static ValueHorizon Horizon { get; } = new(12, 0.01);

    public static CustomerFit None { get; } = Without(ValueState.FewReturned, 0);

    public static CustomerFit Failed { get; } = Without(ValueState.Failed, 0);

    internal static CustomerFit Of(CustomerInput input)
    {
        OrderSummary orders = input.Orders.Summarize(input.Until);
        int looked = orders.Names.Length;
        if (input.Unpriced > 0)
        {
            return Without(ValueState.MissingRate, looked);
        }
        if (orders.Histories.Count(customer => customer.Frequency > 0) < LeastReturned)
        {
            return Without(ValueState.FewReturned, looked);
        }
        if (!orders.Histories.Any(customer => customer is { Frequency: > 0, MeanValue: > 0 }))
        {
            return Without(ValueState.NoValue, looked);
        }
        // In one thread: live figures go on beside it.
        var fit = new LifetimeFit(orders.Names, orders.Histories, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        Acquirer[] acquirers = [.. input.Acquirers.Values.Distinct()];
        var numbers = acquirers.Select((acquirer, at) => (acquirer, at)).ToDictionary();
        int[] groupOf = [.. orders.Names.Select(name => numbers[input.Acquirers[name]])];
        (MeanValue all, MeanValue[] byGroup) = MeanValues.Of(
            fit,
            orders.Names,
            orders.Histories,
            Horizon,
            groupOf,
            acquirers.Length
        );
        return new CustomerFit(ValueState.Fitted, looked, all, acquirers.Zip(byGroup).ToDictionary());
    }

    private static CustomerFit Without(ValueState state, int looked) =>
        new(state, looked, null, new Dictionary<Acquirer, MeanValue>());
}
