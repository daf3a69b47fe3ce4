using System.Runtime.CompilerServices;

namespace CreatorStream.Pipeline.Workspaces.Credits;

/// <summary>What each model gives, by its place in <see cref="AttributionModels.All"/>.</summary>
[InlineArray(AttributionModels.Count)]
public struct ByModel<T>
{
    private T first;
}

/// <summary>What models give to somebody of some orders.</summary>
public struct CreditRow
{
    /// <summary>In millionths of a conversion.</summary>
    public ByModel<long> Conversions;

    /// <summary>In micro-units of the reporting currency.</summary>
    public ByModel<Int128> Revenue;

    /// <summary>How many shares have revenue that waits for an exchange rate.</summary>
    public ByModel<long> Unpriced;

    /// <summary>Adds what another holds.</summary>
    public void Add(in CreditRow other)
    {
        for (int model = 0; model < AttributionModels.Count; model++)
        {
            Conversions[model] += other.Conversions[model];
            Revenue[model] += other.Revenue[model];
            Unpriced[model] += other.Unpriced[model];
        }
    }
}

/// <summary>The same of all events, and of those of authentic actors.</summary>
public struct CreditSides
{
    public CreditRow All;
    public CreditRow Authentic;
}
