using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// The journeys of all visitors who converted, as far as they can lie on a path, and which orders each is evidence of. A
/// visitor may have any number of touches and orders, so all lists are sorted: what comes, or is asked for, is found by
/// halving.
/// </summary>
/// <param name="canLead">Whether a touch of a partition can stand on a path, by its own words.</param>
public sealed class EvidenceStore(Func<int, JourneyTouch, bool> canLead, StateScope scope)
{
    private readonly KeyedRows<Row> rows = new(scope, StatePart.Orders);
    private readonly ListArena<JourneyTouch> touches = new(scope, StatePart.Orders);
    private readonly ListArena<byte> conversions = new(scope, StatePart.Orders);
    private readonly ListArena<Entry> entries = new(scope, StatePart.Orders);
    private readonly DatedOrders dated = new(scope);

    // Of the journey under way.
    private readonly List<JourneyTouch> clicks = [];
    private readonly List<JourneyTouch> others = [];
    private readonly List<JourneyTouch> changed = [];

    /// <summary>Takes a visitor's journey, or what was added to it.</summary>
    /// <returns>The visitor's number.</returns>
    /// <exception cref="InvalidDataException">It was added to something else than is known.</exception>
    public int Put(int partition, JourneyRow journey, out JourneyChange change)
    {
        int number = rows.GetOrAdd(journey.Visitor, out _);
        ref Row row = ref rows[number];
        changed.Clear();
        if (
            !journey.IsWhole
            && (journey.TouchesBefore, journey.ConversionBytesBefore) != (row.All, row.Conversions.Count)
        )
        {
            if (IsKnown(row, journey))
            {
                // A tick that was written again, since nobody knew whether the log had it.
                change = new JourneyChange(null, changed, [], []);
                return number;
            }
            throw new InvalidDataException(
                $"A journey was added to {journey.TouchesBefore} touches, and {row.All} are known."
            );
        }
        Split(partition, journey.Touches.Span);
        long since = Math.Min(
            Take(ref row.Clicks, clicks, journey.IsWhole),
            Take(ref row.Others, others, journey.IsWhole)
        );
        since = row.Inauthentic != journey.Inauthentic ? long.MinValue : since;
        row.All = journey.TouchesBefore + journey.Touches.Length;
        row.Partition = partition;
        row.Inauthentic = journey.Inauthentic;
        IReadOnlyList<ConversionEvent> removed = [];
        ReadOnlySpan<byte> before = conversions.Items(row.Conversions);
        ReadOnlySpan<byte> news = journey.ConversionBytes.Span;
        if (journey.IsWhole && news.StartsWith(before))
        {
            news = news[before.Length..];
        }
        else if (journey.IsWhole)
        {
            // A task adds behind those that were there; another order comes only from a task that began anew.
            removed = ConversionEvents.Read(before);
            row.Conversions.Count = 0;
            row.Orders.Count = 0;
            row.Leads.Count = 0;
            row.Purchases.Count = 0;
        }
        int end = row.Conversions.Count;
        news.CopyTo(conversions.Extend(ref row.Conversions, news.Length)[end..]);
        change = new JourneyChange(since == long.MaxValue ? null : since, changed, ReadFrom(row, end), removed);
        return number;
    }

    /// <returns>The number of a visitor, or −1: no journey of it came.</returns>
    public int Find(ulong visitor) => rows.Find(visitor);

    /// <summary>What is known of a visitor who is evidence of nothing.</summary>
    public Evidence Read(int visitor) =>
        new(visitor, rows[visitor].Partition, rows.Key(visitor), rows[visitor].Inauthentic, []);

    /// <summary>What a visitor tells of an order.</summary>
    /// <param name="order">Its number.</param>
    /// <param name="withClaims">false: what is proven alone.</param>
    /// <returns>false: nothing without its claims.</returns>
    public bool TryRead(int visitor, int order, bool withClaims, [NotNullWhen(true)] out Evidence? told)
    {
        ref Row row = ref rows[visitor];
        var of = new List<ConversionEvent>();
        ReadOnlySpan<Entry> known = entries.Items(row.Orders);
        for (int at = ~known.BinarySearch(new Entry(order, -1)); at < known.Length && known[at].Key == order; at++)
        {
            ReadOnlySpan<byte> bytes = conversions.Items(row.Conversions)[known[at].Value..];
            var conversion = ConversionEvent.Read(ref bytes);
            if (withClaims || !conversion.IsClaim)
            {
                of.Add(conversion);
            }
        }
        told = new Evidence(visitor, row.Partition, rows.Key(visitor), row.Inauthentic, of);
        return withClaims || of.Count > 0;
    }

    /// <summary>Clicks and visits that can lead to an order, by time and kind. Valid until a journey comes.</summary>
    public ReadOnlySpan<JourneyTouch> Clicks(int visitor) => touches.Items(rows[visitor].Clicks);

    /// <summary>All other touches that can, likewise.</summary>
    public ReadOnlySpan<JourneyTouch> Others(int visitor) => touches.Items(rows[visitor].Others);

    /// <summary>Notes of which order a conversion tells.</summary>
    /// <param name="at">Where the conversion begins.</param>
    public void AddOrder(int visitor, int order, int at) =>
        Add(entries, ref rows[visitor].Orders, new Entry(order, at));

    /// <summary>Notes when a visitor became a lead.</summary>
    /// <param name="order">That the conversion tells of.</param>
    public void AddLead(int visitor, long timeMicros, int order, bool isClaim) =>
        dated.Add(ref rows[visitor].Leads, timeMicros, order, isClaim);

    /// <summary>When a visitor first became a lead from some time on.</summary>
    /// <inheritdoc cref="DatedOrders.FirstSince" path="/param|/returns"/>
    public long LeadSince(int visitor, long micros, int order, bool provenOnly) =>
        dated.FirstSince(rows[visitor].Leads, micros, order, provenOnly);

    /// <summary>Notes when a visitor bought, as somebody proved.</summary>
    /// <param name="order">That the purchase tells of.</param>
    /// <returns>The time up to which nobody's having bought later changes by it.</returns>
    public long AddPurchase(int visitor, long timeMicros, int order)
    {
        ref ListRange of = ref rows[visitor].Purchases;
        long until = dated.LastButOne(of);
        dated.Add(ref of, timeMicros, order, isClaim: false);
        return until;
    }

    /// <summary>Whether a visitor bought at some time or after it, by another order, as somebody proved.</summary>
    public bool BoughtSince(int visitor, long micros, int order) =>
        dated.AnySince(rows[visitor].Purchases, micros, order);

    /// <summary>Adds the orders that a visitor is evidence of.</summary>
    public void OrdersOf(int visitor, HashSet<int> into)
    {
        foreach (Entry entry in entries.Items(rows[visitor].Orders))
        {
            into.Add(entry.Key);
        }
    }

    /// <summary>Notes where an order's path ends, on which the visitor's touches may be.</summary>
    public void AddPath(int visitor, int order, int pane) =>
        Add(entries, ref rows[visitor].Paths, new Entry(pane, order));

    /// <summary>It ends elsewhere now.</summary>
    public void RemovePath(int visitor, int order, int pane)
    {
        ref ListRange range = ref rows[visitor].Paths;
        Span<Entry> known = entries.Items(range);
        int at = known.BinarySearch(new Entry(pane, order));
        if (at >= 0)
        {
            known[(at + 1)..].CopyTo(known[at..]);
            range.Count--;
        }
    }

    /// <summary>Forgets all paths: their orders are to be settled anew.</summary>
    public void RemovePaths(int visitor) => rows[visitor].Paths.Count = 0;

    /// <summary>Adds the orders whose paths ended in a pane or behind it when they were settled.</summary>
    public void PathsSince(int visitor, int pane, HashSet<int> into) => PathsBetween(visitor, pane, int.MaxValue, into);

    /// <summary>The same up to another pane.</summary>
    /// <param name="last">The last pane that is looked at.</param>
    public void PathsBetween(int visitor, int pane, int last, HashSet<int> into)
    {
        ReadOnlySpan<Entry> paths = entries.Items(rows[visitor].Paths);
        for (int at = ~paths.BinarySearch(new Entry(pane, -1)); at < paths.Length && paths[at].Key <= last; at++)
        {
            into.Add(paths[at].Value);
        }
    }

    /// <summary>Whether what was added last is this.</summary>
    private bool IsKnown(in Row row, in JourneyRow journey) =>
        row.Inauthentic == journey.Inauthentic
        && row.All == journey.TouchesBefore + journey.Touches.Length
        && row.Conversions.Count == journey.ConversionBytesBefore + journey.ConversionBytes.Length
        && conversions.Items(row.Conversions).EndsWith(journey.ConversionBytes.Span);

    private void Split(int partition, ReadOnlySpan<JourneyTouch> journey)
    {
        clicks.Clear();
        others.Clear();
        foreach (JourneyTouch touch in journey)
        {
            if (canLead(partition, touch))
            {
                (touch.Kind.IsClickOrVisit() ? clicks : others).Add(touch);
            }
        }
    }

    /// <returns>From when on the list is another one; the end of time where it isn't.</returns>
    private long Take(ref ListRange range, List<JourneyTouch> news, bool isWhole)
    {
        Span<JourneyTouch> were = touches.Items(range);
        if (isWhole)
        {
            ReadOnlySpan<JourneyTouch> are = CollectionsMarshal.AsSpan(news);
            int same = were.CommonPrefixLength(are);
            long since = Math.Min(TimeOf(were, same), TimeOf(are, same));
            changed.AddRange(are[same..]);
            touches.Replace(ref range, are);
            return since;
        }
        changed.AddRange(news);
        int last = were.Length - 1;
        Span<JourneyTouch> all = touches.Extend(ref range, news.Count);
        // From the end: none is written over before it is read.
        int at = all.Length - 1;
        for (int next = news.Count - 1; next >= 0; at--)
        {
            all[at] = last >= 0 && all[last].Key > news[next].Key ? all[last--] : news[next--];
        }
        return TimeOf(CollectionsMarshal.AsSpan(news), 0);
    }

    private List<(int At, ConversionEvent Event)> ReadFrom(in Row row, int at)
    {
        var added = new List<(int, ConversionEvent)>();
        ReadOnlySpan<byte> all = conversions.Items(row.Conversions);
        ReadOnlySpan<byte> rest = all[at..];
        while (!rest.IsEmpty)
        {
            at = all.Length - rest.Length;
            added.Add((at, ConversionEvent.Read(ref rest)));
        }
        return added;
    }

    internal static void Add<T>(ListArena<T> lists, ref ListRange range, T entry)
        where T : unmanaged, IComparable<T>
    {
        // Mostly it comes last.
        ReadOnlySpan<T> known = lists.Items(range);
        int at = known.Length == 0 || known[^1].CompareTo(entry) < 0 ? ~known.Length : known.BinarySearch(entry);
        if (at < 0)
        {
            Span<T> all = lists.Extend(ref range, 1);
            all[~at..^1].CopyTo(all[(~at + 1)..]);
            all[~at] = entry;
        }
    }

    private static long TimeOf(ReadOnlySpan<JourneyTouch> touches, int index) =>
        index < touches.Length ? touches[index].TimeMicros : long.MaxValue;

    [StructLayout(LayoutKind.Auto)]
    private struct Row
    {
        public ListRange Clicks;
        public ListRange Others;
        public ListRange Conversions;

        /// <summary>Orders, with the places of their conversions.</summary>
        public ListRange Orders;

        /// <summary>Panes, with the orders whose paths end there.</summary>
        public ListRange Paths;
        public ListRange Leads;

        /// <summary>Proven ones.</summary>
        public ListRange Purchases;

        /// <summary>How many touches came, with those that lead nowhere.</summary>
        public int All;
        public int Partition;
        public bool Inauthentic;
    }

    private readonly record struct Entry(int Key, int Value) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => Key != other.Key ? Key.CompareTo(other.Key) : Value.CompareTo(other.Value);
    }
}
