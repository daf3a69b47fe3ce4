using System.Runtime.InteropServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.ClosingClicks;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>Content of whose orders some followed clicks that look injected. Times are microseconds since 1970.</summary>
/// <param name="Clicks">How many look so.</param>
/// <param name="Orders">All that followed a click on the content within half an hour.</param>
/// <param name="FirstMicros">Of these clicks the first.</param>
public readonly record struct InjectedContent(
    string Content,
    long Clicks,
    long Orders,
    long FirstMicros,
    long LastMicros
);

/// <summary>One of them, and the order that it came before.</summary>
/// <param name="Visitor">The buyer, who is honest: EventIdentity.Visitors has it.</param>
/// <param name="Order">Tells the orders of a buyer apart, of whom two may have one time.</param>
public readonly record struct InjectedClick(
    long ClickMicros,
    long OrderMicros,
    ulong Visitor,
    ulong Order,
    int Partition
);

/// <summary>
/// The closing clicks of a workspace's orders by content: how many of them look injected. Where somebody confirmed that a creator's
/// are, they are struck: they stand on no authentic path, and get no credit.
/// </summary>
/// <param name="creatorOf">Whose content is; null: nobody knows.</param>
public sealed class InjectedClicks(Func<string, string?> creatorOf, StateScope scope)
{
    /// <summary>By visitor and order: there is one for each of very many orders.</summary>
    private readonly KeyedRows<Closing> rows = new(scope, StatePart.Orders);
    private readonly SortedDictionary<string, OfContent> contents = new(StringComparer.Ordinal);

    /// <summary>Content that rows are of, by number.</summary>
    private readonly List<string> names = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Content with clicks that look injected: of many content items few have any.</summary>
    private readonly SortedSet<string> suspicious = new(StringComparer.Ordinal);

    /// <summary>By visitor, the clicks that look injected, one for each order that they closed.</summary>
    private readonly Dictionary<ulong, List<(long Micros, string Content)>> byVisitor = [];
    private readonly HashSet<string> confirmed = new(StringComparer.Ordinal);
    private long clicks;
    private long orders;
    private bool isChanged;

    /// <summary>Told of a visitor whose clicks are struck, or no longer: the orders after them are others.</summary>
    public Action<ulong>? Struck { get; set; }

    /// <summary>All that look so.</summary>
    public long Clicks => clicks;

    /// <summary>All orders that followed a click on some content.</summary>
    public long Orders => orders;

    /// <param name="content">What was clicked.</param>
    public void Put(string content, int partition, in ClosingClickRow row)
    {
        ulong key = Hash64.Combine(row.Visitor, row.Order);
        int at = row.ClickMicros == 0 ? rows.Find(key) : rows.GetOrAdd(key, out _);
        if (at < 0)
        {
            return;
        }
        Closing before = rows[at];
        rows[at] =
            row.ClickMicros == 0
                ? default
                : new Closing
                {
                    Click = new InjectedClick(row.ClickMicros, row.OrderMicros, row.Visitor, row.Order, partition),
                    Content = NumberOf(content),
                    IsInjected = row.IsInjected,
                };
        Count(before, -1);
        Count(rows[at], 1);
    }

    /// <summary>A new owner of a partition begins anew.</summary>
    public void Void(int partition)
    {
        for (int at = 0; at < rows.Count; at++)
        {
            if (rows[at].Click.Partition == partition)
            {
                Closing before = rows[at];
                rows[at] = default;
                Count(before, -1);
            }
        }
    }

    /// <summary>Whether any was put since the last time.</summary>
    public bool TakeChanged()
    {
        bool was = isChanged;
        isChanged = false;
        return was;
    }

    /// <summary>Somebody confirmed that the clicks on a creator's content are injected as far as they look so, or no longer says so.</summary>
    public void Confirm(string creator, bool isConfirmed)
    {
        if (isConfirmed ? !confirmed.Add(creator) : !confirmed.Remove(creator))
        {
            return;
        }
        foreach (string content in suspicious.Where(of => creatorOf(of) == creator).ToList())
        {
            Restate(content);
        }
    }

    /// <summary>Content is another creator's by now: its clicks may be struck, or no longer.</summary>
    public void Restate(string content)
    {
        if (contents.TryGetValue(content, out OfContent? of))
        {
            foreach (ulong visitor in of.Clicks.Select(click => click.Visitor).Distinct())
            {
                Struck?.Invoke(visitor);
            }
        }
    }

    /// <summary>The struck clicks of a visitor, each with its content.</summary>
    public IReadOnlyList<(long Micros, string Content)> StruckOf(ulong visitor) =>
        confirmed.Count > 0 && byVisitor.TryGetValue(visitor, out List<(long, string Content)>? of)
            ? of.FindAll(click => IsConfirmed(click.Content))
            : [];

    /// <summary>Content with any, by name.</summary>
    public IReadOnlyCollection<string> Suspicious => suspicious;

    /// <returns>null: no click on it looks so.</returns>
    public InjectedContent? Find(string content) =>
        contents.TryGetValue(content, out OfContent? of) && of.Clicks.Count > 0
            ? new InjectedContent(
                content,
                of.Clicks.Count,
                of.Orders,
                of.Clicks.Min.ClickMicros,
                of.Clicks.Max.ClickMicros
            )
            : null;

    /// <summary>All orders of a content item that followed a click on it.</summary>
    public long OrdersOf(string content) => contents.GetValueOrDefault(content)?.Orders ?? 0;

    /// <summary>Those of a content item, the newest first.</summary>
    public IEnumerable<InjectedClick> Newest(string content, int most) =>
        contents.TryGetValue(content, out OfContent? of) ? of.Clicks.Reverse().Take(most) : [];

    private int NumberOf(string content)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, content, out bool isKnown);
        if (!isKnown)
        {
            number = names.Count;
            names.Add(content);
        }
        return number;
    }

    private void Count(in Closing row, int sign)
    {
        if (row.Click.ClickMicros == 0)
        {
            return;
        }
        string content = names[row.Content];
        isChanged = true;
        if (!contents.TryGetValue(content, out OfContent? of))
        {
            contents[content] = of = new OfContent();
        }
        of.Orders += sign;
        orders += sign;
        if (row.IsInjected)
        {
            _ = sign > 0 ? of.Clicks.Add(row.Click) : of.Clicks.Remove(row.Click);
            _ = of.Clicks.Count > 0 ? suspicious.Add(content) : suspicious.Remove(content);
            clicks += sign;
            Note(row.Click.Visitor, (row.Click.ClickMicros, content), sign);
        }
        if (of.Orders == 0)
        {
            contents.Remove(content);
        }
    }

    private void Note(ulong visitor, (long, string Content) click, int sign)
    {
        if (!byVisitor.TryGetValue(visitor, out List<(long, string)>? of))
        {
            byVisitor[visitor] = of = [];
        }
        if (sign > 0)
        {
            of.Add(click);
        }
        else if (of.Remove(click) && of.Count == 0)
        {
            byVisitor.Remove(visitor);
        }
        if (IsConfirmed(click.Content))
        {
            Struck?.Invoke(visitor);
        }
    }

    private bool IsConfirmed(string content) => creatorOf(content) is { } creator && confirmed.Contains(creator);

    /// <summary>The last click before an order; all zeros: there is none.</summary>
    private struct Closing
    {
        public InjectedClick Click;

        /// <summary>Its number among <see cref="names"/>.</summary>
        public int Content;
        public bool IsInjected;
    }

    private sealed class OfContent
    {
        private static readonly Comparer<InjectedClick> Order = Comparer<InjectedClick>.Create(
            (a, b) =>
                (a.ClickMicros, a.OrderMicros, a.Visitor, a.Order).CompareTo(
                    (b.ClickMicros, b.OrderMicros, b.Visitor, b.Order)
                )
        );

        public long Orders { get; set; }

        public SortedSet<InjectedClick> Clicks { get; } = new(Order);
    }
}
