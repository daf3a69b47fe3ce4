using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>
/// What each visitor of the partition did: touches ordered by time and kind, and conversions. Everything else that
/// stage 1 publishes follows from these.
/// </summary>
public sealed class JourneyStore
{
    private readonly HashIndex visitors = new();
    private readonly TouchArena arena = new();
    private readonly Dictionary<int, List<ConversionEvent>> conversions = [];
    private TouchRange[] ranges = new TouchRange[16];
    private bool[] inauthentic = new bool[16];
    private int[] workspaces = new int[16];

    public int Count => visitors.Count;

    public ReadOnlySpan<ulong> Visitors => visitors.Keys;

    /// <summary>A visitor's number, made where there is none yet.</summary>
    public int Visitor(ulong hash, int workspace)
    {
        int visitor = visitors.GetOrAdd(hash, out bool added);
        if (added)
        {
            if (visitor == ranges.Length)
            {
                Array.Resize(ref ranges, visitor * 2);
                Array.Resize(ref inauthentic, visitor * 2);
                Array.Resize(ref workspaces, visitor * 2);
            }
            workspaces[visitor] = workspace;
        }
        return visitor;
    }

    /// <summary>Brings near where a visitor's number is looked up.</summary>
    public void PrefetchFar(ulong hash) => visitors.PrefetchSlot(hash);

    /// <summary>Brings near what is known of a visitor.</summary>
    public void PrefetchNear(ulong hash)
    {
        int visitor = visitors.PrefetchEntry(hash);
        if (visitor >= 0)
        {
            Prefetch.Line(ref ranges[visitor]);
        }
    }

    /// <returns>The visitor's number, or −1.</returns>
    public int Find(ulong hash) => visitors.Find(hash);

    /// <returns>Its position in the journey: behind all touches that are not later.</returns>
    public int AddTouch(int visitor, in JourneyTouch touch) => arena.Insert(ref ranges[visitor], touch);

    public void AddConversion(int visitor, ConversionEvent conversion)
    {
        if (!conversions.TryGetValue(visitor, out List<ConversionEvent>? list))
        {
            conversions[visitor] = list = [];
        }
        list.Add(conversion);
    }

    /// <summary>Ordered by time and kind. Valid until the next touch is added.</summary>
    public ReadOnlySpan<JourneyTouch> Touches(int visitor) => arena.Touches(ranges[visitor]);

    public IReadOnlyList<ConversionEvent> Conversions(int visitor) =>
        conversions.TryGetValue(visitor, out List<ConversionEvent>? list) ? list : [];

    public bool HasConversions(int visitor) => conversions.ContainsKey(visitor);

    /// <summary>The number of the visitor's workspace in the task.</summary>
    public int Workspace(int visitor) => workspaces[visitor];

    /// <summary>Whether stage 2 holds this actor to be no person.</summary>
    public bool IsInauthentic(int visitor) => inauthentic[visitor];

    public void SetInauthentic(int visitor, bool value) => inauthentic[visitor] = value;
}
