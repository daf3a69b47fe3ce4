using System.Diagnostics.CodeAnalysis;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// Campaigns that wait to be published, in rounds: one that comes while a round is under way waits for the next, so that
/// those which change all the time keep none of the others waiting for ever.
/// </summary>
internal sealed class Waiting
{
    private readonly Queue<string> round = [];
    private readonly HashSet<string> next = [];

    /// <summary>Of the round under way.</summary>
    public int LeftOfRound => round.Count;

    public int Count => round.Count + next.Count;

    public void Add(IEnumerable<string> campaigns) => next.UnionWith(campaigns);

    /// <summary>Begins a round where none is under way.</summary>
    public void BeginRound()
    {
        if (round.Count == 0)
        {
            foreach (string campaign in next)
            {
                round.Enqueue(campaign);
            }
            next.Clear();
        }
    }

    // Not from a set: to find its first, it goes past all that were ever taken out before.
    public bool TryTake([NotNullWhen(true)] out string? campaign) => round.TryDequeue(out campaign);
}
