using System.Numerics;
using CreatorStream.Analytics.Value;
using CreatorStream.Events;
using CreatorStream.Pipeline.Workspaces.Fits;

namespace CreatorStream.Pipeline.Workspaces.Customers;

/// <summary>
/// What lifetime values are found from: the days on which customers bought, copied some in each turn of the loop that owns them, so
/// that any thread may fit models to them. All customers, or where they are more than <see cref="Most"/>, those whose hashes
/// begin with so many zeros as make them that few.
/// </summary>
internal sealed class CustomerInput : IFitInput
{
    /// <summary>Values of so many are right within about one part in a hundred.</summary>
    public const int Most = 1 << 13;

    /// <summary>They bought on so many days together at most.</summary>
    public const int MostDays = 1 << 18;

    private const int RowsPerTurn = 1 << 12;

    private readonly CustomerBook book;
    private readonly IEnumerator<int> filling;

    public CustomerInput(CustomerBook book)
    {
        this.book = book;
        Until = DateOf(book.Today);
        filling = Fill().GetEnumerator();
    }

    /// <summary>The last day of observation.</summary>
    public DateOnly Until { get; }

    /// <summary>What they bought, under the names of their keys.</summary>
    public OrderDays Orders { get; } = new();

    /// <summary>Who won each, by that name.</summary>
    public Dictionary<string, Acquirer> Acquirers { get; } = new(StringComparer.Ordinal);

    /// <summary>Orders that wait for an exchange rate, of all customers.</summary>
    public long Unpriced { get; private set; }

    public (string Of, int Count) Size => ("creatorstream.customers", Acquirers.Count);

    /// <summary>What a customer is called here: nothing that anybody outside knows.</summary>
    public static string NameOf(ulong key) => $"{key:x16}";

    /// <param name="day">UTC, since 1970.</param>
    public static DateOnly DateOf(int day) =>
        DateOnly.FromDayNumber(day + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    public bool GoOn() => !filling.MoveNext();

    private IEnumerable<int> Fill()
    {
        var byZeros = new (long Customers, long Days)[65];
        for (int row = 0; row < book.Rows; row++)
        {
            ReadOnlySpan<CustomerBook.Purchase> of = book.PurchasesOf(row);
            if (!of.IsEmpty)
            {
                ref (long Customers, long Days) like = ref byZeros[ZerosOf(row)];
                like = (like.Customers + 1, like.Days + Math.Min(of.Length, of[^1].Day - of[0].Day + 1));
            }
            if (row % RowsPerTurn == RowsPerTurn - 1)
            {
                yield return row;
            }
        }
        int level = 0;
        (long customers, long days) = (byZeros.Sum(of => of.Customers), byZeros.Sum(of => of.Days));
        for (; customers > Most || days > MostDays; level++)
        {
            (customers, days) = (customers - byZeros[level].Customers, days - byZeros[level].Days);
        }
        for (int row = 0; row < book.Rows; row++)
        {
            if (ZerosOf(row) >= level)
            {
                Add(row);
            }
            if (row % RowsPerTurn == RowsPerTurn - 1)
            {
                yield return row;
            }
        }
        Unpriced = book.All.Unpriced;
    }

    private void Add(int row)
    {
        ReadOnlySpan<CustomerBook.Purchase> of = book.PurchasesOf(row);
        if (of.IsEmpty)
        {
            return;
        }
        string name = NameOf(book.KeyOf(row));
        Acquirers[name] = book[of[0].Acquirer];
        for (int at = 0; at < of.Length; )
        {
            (int day, Int128 micros) = (of[at].Day, 0);
            for (; at < of.Length && of[at].Day == day; at++)
            {
                micros += of[at].RevenueMicros;
            }
            // Whole units first: as micro-units, the greatest amounts of a day are more than a decimal holds.
            (Int128 units, Int128 rest) = Int128.DivRem(micros, Micros.PerUnit);
            Orders.Add(name, DateOf(day), (decimal)units + ((decimal)rest / Micros.PerUnit));
        }
    }

    /// <summary>Keys are hashes that nobody can choose; those of this sample shall be no others' elsewhere.</summary>
    private int ZerosOf(int row) => BitOperations.LeadingZeroCount(Hash64.Combine(book.KeyOf(row), 0));
}
