using System.Numerics;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Money;

/// <summary>
/// Earned media value (EMV): what activity would have cost as advertising, count × rate of each platform and kind. No
/// money that anybody earned. All of it is one exact sum, rounded once, half to even, to a millionth.
/// </summary>
public sealed class EarnedMedia
{
    /// <summary>What a count × rate is multiplied by, so that rates for a thousand and exchange rates leave no fraction.</summary>
    private const long Whole = 1000;

    private BigInteger sum;

    /// <summary>What happens on platforms; what is done on the site is no media.</summary>
    public static IReadOnlyList<EventType> Kinds { get; } =
    [
        .. EventTypes
            .All.Where(kind =>
                kind.Class is EventClass.Impression or EventClass.Click or EventClass.Engagement or EventClass.Social
            )
            .Select(kind => kind.Type),
    ];

    /// <summary>The same on the wire.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Select(kind => kind.WireName())];

    /// <returns>None where it is none of them.</returns>
    public static EventType KindOf(string name) => Kinds.FirstOrDefault(kind => kind.WireName() == name);

    /// <param name="rateMicros">For <paramref name="per"/> of them.</param>
    /// <param name="per">1 or 1,000.</param>
    /// <param name="exchangeMicros">Reporting units per unit of the rate's currency, in millionths.</param>
    public void Add(long count, long rateMicros, int per, long exchangeMicros = Micros.PerUnit) =>
        sum += (BigInteger)count * rateMicros * (Whole / per) * exchangeMicros;

    /// <summary>All that was added, in micro-units.</summary>
    public Int128 TotalMicros()
    {
        BigInteger divisor = (BigInteger)Whole * Micros.PerUnit;
        var quotient = BigInteger.DivRem(sum, divisor, out BigInteger rest);
        int order = (rest * 2).CompareTo(divisor);
        return (Int128)(order > 0 || (order == 0 && !quotient.IsEven) ? quotient + 1 : quotient);
    }
}
