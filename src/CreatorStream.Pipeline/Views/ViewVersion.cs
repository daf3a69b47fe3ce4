namespace CreatorStream.Pipeline.Views;

/// <summary>
/// Which of two versions of a view is the newer one, whoever wrote them: the later owner's, and of one owner's the one
/// that rests on more of the log.
/// </summary>
/// <param name="Epoch">Counts the owners of a workspace, 0 and up.</param>
/// <param name="Offset">How far the owner had read when it made this version, 0 and up.</param>
public readonly record struct ViewVersion(long Epoch, long Offset) : IComparable<ViewVersion>
{
    public int CompareTo(ViewVersion other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Offset.CompareTo(other.Offset);

    public static bool operator <(ViewVersion left, ViewVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(ViewVersion left, ViewVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(ViewVersion left, ViewVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ViewVersion left, ViewVersion right) => left.CompareTo(right) >= 0;
}
