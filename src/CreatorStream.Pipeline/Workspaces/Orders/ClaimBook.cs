using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// The orders that nobody proved, by visitor and UTC day, each day in order of time: which of them are among the first.
/// Of all events and of authentic actors' each on its own.
/// </summary>
public sealed class ClaimBook(StateScope scope)
{
    private const long DayMicros = 86_400L * 1_000_000;

    private readonly KeyedRows<Row> rows = new(scope, StatePart.Orders);
    private readonly KeyedRows<ListRange> days = new(scope, StatePart.Orders);
    private readonly ListArena<int> members = new(scope, StatePart.Orders);
    private readonly ListArena<char> names = new(scope, StatePart.Orders);

    /// <summary>Rows to be judged again, some more than once.</summary>
    private readonly Stack<int> changed = [];

    /// <summary>Notes what an order rests on; null where somebody proved it, or it is none.</summary>
    public void Put(int order, bool authentic, Claim? claim)
    {
        ulong key = KeyOf(order, authentic);
        int row = claim == null ? rows.Find(key) : rows.GetOrAdd(key, out _);
        if (row < 0)
        {
            return;
        }
        if (claim == null)
        {
            Remove(row);
            return;
        }
        ConversionEvent of = claim.Event;
        ulong dayKey = Hash64.Combine(claim.Visitor, (ulong)(of.TimeMicros / DayMicros));
        int day = days.GetOrAdd(Hash64.Combine(dayKey, authentic ? 1UL : 0UL), out _);
        string name = NameOf(of);
        ref Row known = ref rows[row];
        if (
            known.IsClaim
            && known.Day == day
            && known.TimeMicros == of.TimeMicros
            && names.Items(known.Name).SequenceEqual(name)
        )
        {
            return;
        }
        Remove(row);
        known.IsClaim = true;
        known.TimeMicros = of.TimeMicros;
        known.Day = day;
        names.Replace(ref known.Name, name);
        Insert(row);
    }

    public bool IsAmongFirst(int order, bool authentic)
    {
        int row = rows.Find(KeyOf(order, authentic));
        ReadOnlySpan<int> day = members.Items(days[rows[row].Day]);
        return day[..Math.Min(day.Length, ClaimBounds.MostOfDay)].Contains(row);
    }

    /// <summary>All of them are to be judged anew.</summary>
    public void ChangeAll()
    {
        changed.Clear();
        for (int row = 0; row < rows.Count; row++)
        {
            changed.Push(row);
        }
    }

    /// <summary>Whether any may count now and did not, or the other way round.</summary>
    public bool AreChanged => changed.Count > 0;

    /// <summary>Takes one of these.</summary>
    public bool TryTakeChanged(out int order, out bool authentic)
    {
        while (changed.TryPop(out int row))
        {
            if (rows[row].IsClaim)
            {
                (order, authentic) = ((int)(rows.Key(row) >> 1), (rows.Key(row) & 1) != 0);
                return true;
            }
        }
        (order, authentic) = (-1, false);
        return false;
    }

    private void Insert(int row)
    {
        ref ListRange list = ref days[rows[row].Day];
        int position = ~members.Items(list).BinarySearch(row, new InOrder(this));
        Span<int> items = members.Extend(ref list, 1);
        items[position..^1].CopyTo(items[(position + 1)..]);
        items[position] = row;
        if (position < ClaimBounds.MostOfDay && items.Length > ClaimBounds.MostOfDay)
        {
            changed.Push(items[ClaimBounds.MostOfDay]);
        }
    }

    private void Remove(int row)
    {
        if (!rows[row].IsClaim)
        {
            return;
        }
        ref ListRange list = ref days[rows[row].Day];
        Span<int> items = members.Items(list);
        int position = items.IndexOf(row);
        if (position < ClaimBounds.MostOfDay && items.Length > ClaimBounds.MostOfDay)
        {
            changed.Push(items[ClaimBounds.MostOfDay]);
        }
        items[(position + 1)..].CopyTo(items[position..]);
        list.Count--;
        rows[row].IsClaim = false;
    }

    private int Compare(int a, int b)
    {
        int order = rows[a].TimeMicros.CompareTo(rows[b].TimeMicros);
        if (order == 0)
        {
            order = names.Items(rows[a].Name).SequenceCompareTo(names.Items(rows[b].Name));
        }
        return order != 0 ? order : rows.Key(a).CompareTo(rows.Key(b));
    }

    /// <summary>
    /// What orders those of one time: id, value, currency, order, as that of canonical events, then all that makes an event; no name has
    /// such a mark.
    /// </summary>
    private static string NameOf(ConversionEvent of) =>
        string.Join('\0', of.Id, $"{of.ValueMicros:D19}", of.Currency, of.Order, $"{of.Fingerprint:x16}");

    private static ulong KeyOf(int order, bool authentic) => ((ulong)order << 1) | (authentic ? 1UL : 0UL);

    [StructLayout(LayoutKind.Auto)]
    private struct Row
    {
        public long TimeMicros;

        /// <summary>See <see cref="NameOf"/>.</summary>
        public ListRange Name;

        /// <summary>The number of its visitor's day.</summary>
        public int Day;
        public bool IsClaim;
    }

    private readonly struct InOrder(ClaimBook book) : IComparer<int>
    {
        public int Compare(int x, int y) => book.Compare(x, y);
    }
}
