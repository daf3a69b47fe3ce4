using CreatorStream.Events;

namespace CreatorStream.Analytics.Kpis;

/// <summary>
/// Where touches of each kind are counted: in groups of ten kinds, each a row of its own, so that kinds that hardly any content
/// has take no room where there are none. Groups stand one behind another; in each come the counts of all, then those of
/// inauthentic actors.
/// </summary>
public static class KindColumns
{
    /// <summary>Columns of a group.</summary>
    public const int Width = 2 * KindsPerGroup;

    private const int KindsPerGroup = 10;

    private static readonly byte[] InGroup = ByCode(kind => kind.Column % KindsPerGroup);
    private static readonly byte[] Group = ByCode(kind => kind.Column / KindsPerGroup);

    /// <summary>How many groups there are.</summary>
    public static int Groups { get; } = 1 + EventTypes.All.Max(kind => Math.Max(0, kind.Column) / KindsPerGroup);

    /// <summary>Columns of all groups.</summary>
    public static int Count => Groups * Width;

    /// <summary>Add to a column for that of inauthentic actors.</summary>
    public const int Excluded = KindsPerGroup;

    /// <summary>The group of a touch.</summary>
    public static int GroupOf(EventType touch) => Group[(int)touch];

    /// <summary>The column within its group.</summary>
    public static int ColumnOf(EventType touch) => InGroup[(int)touch];

    /// <summary>The columns of a group among all.</summary>
    public static Span<long> Of(int group, long[] counts) => counts.AsSpan(group * Width, Width);

    private static byte[] ByCode(Func<EventKind, int> of)
    {
        byte[] values = new byte[64];
        foreach (EventKind kind in EventTypes.All.Where(kind => kind.Column >= 0))
        {
            values[(int)kind.Type] = (byte)of(kind);
        }
        return values;
    }
}
