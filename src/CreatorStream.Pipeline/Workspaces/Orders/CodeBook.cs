using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>That an order used a code.</summary>
/// <param name="Day">UTC, of its canonical time, since 1970.</param>
/// <param name="RevenueMicros">null while an exchange rate is missing.</param>
/// <param name="MetCreator">Its buyer had met the code's creator in its campaign, within the lookback.</param>
/// <param name="KnewCreator">Its buyer had met the code's creator anywhere, ever.</param>
/// <param name="MetNobody">Its buyer had met nobody and nothing.</param>
public readonly record struct CodeUse(
    string Code,
    int Day,
    Int128? RevenueMicros,
    bool MetCreator,
    bool KnewCreator,
    bool MetNobody
);

/// <summary>
/// Which orders used which code, by day: each order the one that counts for it. Of all events and of authentic ones each by
/// itself. Kept by differences, as credits are.
/// </summary>
/// <param name="campaignOf">A code's; null: it is of none.</param>
/// <param name="changed">Takes a campaign of which a code was used, or no longer.</param>
public sealed class CodeBook(StateScope scope, Func<string, string?> campaignOf, Action<string> changed)
{
    private readonly KeyedRows<Row> rows = new(scope, StatePart.Orders);
    private readonly Dictionary<string, int> numbers = [];
    private readonly List<CodeUses> codes = [];

    private readonly Dictionary<string, long> changes = [];
    private bool isChanged;

    /// <summary>How often what codes came to changed.</summary>
    public long AllChanges { get; private set; }

    /// <summary>How often what codes of a campaign came to changed.</summary>
    public long Changes(string campaign) => changes.GetValueOrDefault(campaign);

    /// <summary>Whether what any code came to changed since the last time.</summary>
    public bool TakeChanged()
    {
        bool was = isChanged;
        isChanged = false;
        return was;
    }

    /// <summary>What the orders of a code come to; nothing where none used it.</summary>
    public CodeUses Of(string code) => numbers.TryGetValue(code, out int number) ? codes[number] : CodeUses.None;

    /// <summary>Notes which code an order used; null: none, or it counts no more.</summary>
    public void Put(int order, bool authentic, CodeUse? use)
    {
        ulong key = ((ulong)order << 1) | (authentic ? 1UL : 0UL);
        int number = use == null ? rows.Find(key) : rows.GetOrAdd(key, out _);
        if (number < 0)
        {
            return;
        }
        Row news = use is { } used ? RowOf(used) : default;
        ref Row row = ref rows[number];
        if (row.Equals(news))
        {
            return;
        }
        Add(row, authentic, -1);
        row = news;
        Add(row, authentic, 1);
    }

    private void Add(in Row row, bool authentic, int sign)
    {
        if (row.Code == 0)
        {
            return;
        }
        isChanged = true;
        AllChanges++;
        CodeUses of = codes[row.Code - 1];
        of.Side(authentic).Add(row, sign);
        if (campaignOf(of.Code) is { } campaign)
        {
            changes[campaign] = Changes(campaign) + 1;
            changed(campaign);
        }
    }

    private Row RowOf(in CodeUse use)
    {
        if (!numbers.TryGetValue(use.Code, out int number))
        {
            numbers[use.Code] = number = codes.Count;
            codes.Add(new CodeUses(use.Code));
        }
        return new Row(
            number + 1,
            use.Day,
            use.RevenueMicros ?? 0,
            use.RevenueMicros != null,
            use.MetCreator,
            use.KnewCreator,
            use.MetNobody
        );
    }

    /// <param name="Code">Its number + 1; 0: none.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Row(
        int Code,
        int Day,
        Int128 Revenue,
        bool IsPriced,
        bool MetCreator,
        bool KnewCreator,
        bool MetNobody
    );
}

/// <summary>The orders of a code.</summary>
public sealed class CodeUses(string code)
{
    private readonly CodeSums all = new();
    private readonly CodeSums authentic = new();

    public static CodeUses None { get; } = new("");

    public string Code => code;

    /// <summary>Of all events, or of authentic ones.</summary>
    public CodeSums Side(bool isAuthentic) => isAuthentic ? authentic : all;
}

/// <summary>What orders that used a code come to.</summary>
public sealed class CodeSums
{
    private readonly SortedDictionary<int, CodeDay> days = [];
    private Int128 revenue;
    private long unpriced;

    /// <summary>Those with orders, the first first.</summary>
    public IReadOnlyCollection<CodeDay> Days => days.Values;

    public long Orders { get; private set; }

    public long MetCreator { get; private set; }

    /// <summary>Those whose buyer had met the code's creator anywhere, ever.</summary>
    public long KnewCreator { get; private set; }

    public long MetNobody { get; private set; }

    /// <summary>null while an exchange rate is missing.</summary>
    public Int128? RevenueMicros => unpriced != 0 ? null : revenue;

    internal void Add(in CodeBook.Row row, int sign)
    {
        CodeDay of = days.GetValueOrDefault(row.Day);
        of = new CodeDay(
            row.Day,
            of.Orders + sign,
            of.MetCreator + (row.MetCreator ? sign : 0),
            of.MetNobody + (row.MetNobody ? sign : 0)
        );
        if (of.Orders == 0)
        {
            days.Remove(row.Day);
        }
        else
        {
            days[row.Day] = of;
        }
        Orders += sign;
        MetCreator += row.MetCreator ? sign : 0;
        KnewCreator += row.KnewCreator ? sign : 0;
        MetNobody += row.MetNobody ? sign : 0;
        revenue += sign * row.Revenue;
        unpriced += row.IsPriced ? 0 : sign;
    }
}
