using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>The different paths of <see cref="PathBook"/>, by the hash that tells them apart, in a scope of their own.</summary>
internal sealed class PathTable(StateScope scope) : IDisposable
{
    public KeyedRows<PathRow> Rows { get; } = new(scope, StatePart.Orders);

    /// <summary>Numbers of steps, by row.</summary>
    public ListArena<int> Steps { get; } = new(scope, StatePart.Orders);

    /// <summary>Numbers of rows, by the number of a campaign.</summary>
    public Postings ByCampaign { get; } = new(scope, StatePart.Orders);

    public ReadOnlySpan<int> StepsOf(int number) => Steps.Items(Rows[number].Steps);

    public void Dispose() => scope.Dispose();
}

internal struct PathRow
{
    public ListRange Steps;

    /// <summary>The number of the step that last touch credits.</summary>
    public int Credited;

    /// <summary>There were more steps before these.</summary>
    public bool IsCut;

    /// <summary>Which of equals is shown: the same in every process.</summary>
    public ulong Rank;

    public PathSums All;
    public PathSums Authentic;

    /// <summary>Whether any order goes it by now.</summary>
    public readonly bool IsUsed => All.Orders != 0 || Authentic.Orders != 0;
}
