using CreatorStream.Analytics.Authenticity.Clicks;
using CreatorStream.Pipeline.Visitors.ClosingClicks;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>Content of whose orders some followed clicks that look injected. Times are microseconds since 1970.</summary>
/// <param name="Clicks">How many look so.</param>
/// <param name="Orders">All that followed a click on the content within half an hour.</param>
/// <param name="FirstMicros">Of these clicks the first.</param>
/// <param name="Likelihood">See <see cref="ClickInjection.Likelihood"/>.</param>
public readonly record struct InjectedContent(
    string Content,
    long Clicks,
    long Orders,
    long FirstMicros,
    long LastMicros,
    double Likelihood
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
public sealed class InjectedClicks(Func<string, string?> creatorOf)
{
    private readonly Dictionary<
        (int Partition, ulong Visitor, ulong Order),
        (string Content, ClosingClickRow Row)
    > rows = [];
    private readonly SortedDictionary<string, OfContent> contents = new(StringComparer.Ordinal);

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
        (int, ulong, ulong) key = (partition, row.Visitor, row.Order);
        if (rows.Remove(key, out (string Content, ClosingClickRow Row) before))
        {
            Count(partition, before.Content, before.Row, -1);
        }
        if (row.ClickMicros != 0)
        {
            rows[key] = (content, row);
            Count(partition, content, row, 1);
        }
    }

    /// <summary>A new owner of a partition begins anew.</summary>
    public void Void(int partition)
    {
        foreach ((int, ulong, ulong) key in rows.Keys.Where(key => key.Partition == partition).ToList())
        {
            rows.Remove(key, out (string Content, ClosingClickRow Row) before);
            Count(partition, before.Content, before.Row, -1);
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
        foreach ((string content, OfContent of) in contents)
        {
            // Most has none, and decisions may come in any number.
            if (of.Clicks.Count > 0 && creatorOf(content) == creator)
            {
                Restate(content);
            }
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
    public IReadOnlyList<InjectedContent> Contents =>
        [.. contents.Where(of => of.Value.Clicks.Count > 0).Select(of => Describe(of.Key, of.Value))];

    /// <summary>Those of a content item, the newest first.</summary>
    public IEnumerable<InjectedClick> Newest(string content, int most) =>
        contents.TryGetValue(content, out OfContent? of) ? of.Clicks.Reverse().Take(most) : [];

    private InjectedContent Describe(string content, OfContent of) =>
        new(
            content,
            of.Clicks.Count,
            of.Orders,
            of.Clicks.Min.ClickMicros,
            of.Clicks.Max.ClickMicros,
            ClickInjection.Likelihood(of.Clicks.Count, of.Orders, clicks - of.Clicks.Count, orders - of.Orders)
        );

    private void Count(int partition, string content, in ClosingClickRow row, int sign)
    {
        isChanged = true;
        if (!contents.TryGetValue(content, out OfContent? of))
        {
            contents[content] = of = new OfContent();
        }
        of.Orders += sign;
        orders += sign;
        if (row.IsInjected)
        {
            var click = new InjectedClick(row.ClickMicros, row.OrderMicros, row.Visitor, row.Order, partition);
            _ = sign > 0 ? of.Clicks.Add(click) : of.Clicks.Remove(click);
            clicks += sign;
            Note(row.Visitor, (row.ClickMicros, content), sign);
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
