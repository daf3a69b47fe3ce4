namespace CreatorStream.Analytics.Attribution;

/// <summary>A rule by which the touches of a path share the credit of its order. A pure function of the path.</summary>
public interface IAttributionModel
{
    /// <summary>Says in which proportion touches share the credit.</summary>
    /// <param name="weights">One a touch, all 0 before; together at most 2^31. All of them 0: nobody is credited.</param>
    void Weigh(OrderPath path, Span<int> weights);
}
