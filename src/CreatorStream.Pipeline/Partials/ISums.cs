using System.Numerics;

namespace CreatorStream.Pipeline.Partials;

/// <summary>Numbers that add up over journeys, partitions and panes, column by column.</summary>
public interface ISums<T> : IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>
    where T : struct, ISums<T>
{
    bool IsZero { get; }
}
