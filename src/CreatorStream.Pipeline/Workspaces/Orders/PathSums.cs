namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>What the orders of a path come to.</summary>
/// <param name="Unpriced">Those that wait for an exchange rate.</param>
public readonly record struct PathSums(long Orders, long Unpriced, Int128 RevenueMicros)
{
    public static PathSums operator +(PathSums one, PathSums other) =>
        new(one.Orders + other.Orders, one.Unpriced + other.Unpriced, one.RevenueMicros + other.RevenueMicros);
}

/// <summary>On how many orders' paths a creator stood, and how many of these last touch credits to another.</summary>
public readonly record struct PathShares(long OnPath, long Assisted, long RawOnPath, long RawAssisted)
{
    public static PathShares operator +(PathShares one, PathShares other) =>
        new(
            one.OnPath + other.OnPath,
            one.Assisted + other.Assisted,
            one.RawOnPath + other.RawOnPath,
            one.RawAssisted + other.RawAssisted
        );
}
