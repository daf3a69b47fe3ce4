using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Orders;
using CreatorStream.Pipeline.Workspaces.Persons;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>The models that were fitted last to all paths of a workspace, and whether there are others to fit them to.</summary>
/// <param name="place">Where a partition's subject belongs by now.</param>
public sealed class FittedPaths(
    PathBook paths,
    CreditBook credits,
    UnconvertedBook unconverted,
    PersonBook persons,
    OrderStore orders,
    Func<int, int, PlacedSubject> place
)
{
    private long moves;
    private long fittedAt = -1;
    private bool isNew;
    private PathFit? fit;

    /// <summary>Told when orders came or went on any path, or visitors met somebody; null: nobody asks.</summary>
    public Action? Changed { get; set; }

    /// <summary>null: none yet, though there are paths to fit them to.</summary>
    public PathFit? Fit => fit ?? (credits.Changes == 0 ? PathFit.None : null);

    /// <summary>How often models were fitted.</summary>
    public long Fits { get; private set; }

    /// <summary>What is on paths is placed elsewhere.</summary>
    public void NoteMove()
    {
        moves++;
        Changed?.Invoke();
    }

    /// <summary>What is to be filled with the paths that models are fitted to, where they are others than the last time.</summary>
    /// <returns>null: they are not.</returns>
    internal FitInput? TakeInput()
    {
        long now = paths.Changes + credits.Changes + unconverted.Changes + persons.Changes + moves;
        // Where no order ever counted there is nothing to fit, and nothing to draw from.
        if (now == fittedAt || credits.Changes == 0)
        {
            return null;
        }
        fittedAt = now;
        return new FitInput(paths, unconverted, persons, new OrderSample(orders, credits), place);
    }

    public void Put(PathFit found)
    {
        fit = found;
        Fits++;
        isNew = true;
    }

    /// <summary>Whether models were fitted since it was asked last.</summary>
    public bool TakeNew()
    {
        bool was = isNew;
        isNew = false;
        return was;
    }
}
