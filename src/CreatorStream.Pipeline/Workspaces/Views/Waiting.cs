namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// Campaigns that wait to be published, in rounds: one that comes while a round is under way waits for the next, so that
/// those which change all the time keep none of the others waiting for ever.
/// </summary>
internal sealed class Waiting
{
    private HashSet<string> round = [];
    private HashSet<string> next = [];

    /// <summary>Of the round under way.</summary>
    public int LeftOfRound => round.Count;

    public int Count => round.Count + next.Count;

    public void Add(IEnumerable<string> campaigns) => next.UnionWith(campaigns);

    /// <summary>Begins a round where none is under way.</summary>
    public void BeginRound()
    {
        if (round.Count == 0)
        {
            (round, next) = (next, round);
        }
    }

    public bool TryTake(out string campaign)
    {
        campaign = round.FirstOrDefault("");
        return round.Remove(campaign);
    }
}
