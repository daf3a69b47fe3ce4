using System.Numerics;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// Content that the catalog places elsewhere: what its visitors count for moves with it. Only the journeys of those who
/// touched it are looked at, and of these only what concerns the entities that lose or gain something; some in each turn, so
/// that nobody's events wait. A visitor whose events go on meanwhile is moved first: each counts by one placement.
/// </summary>
public sealed class ContentMoves
{
    /// <summary>What it takes to place a subject, told as touches to look at.</summary>
    private const int TouchesToPlace = 16;

    private readonly VisitorState state;
    private readonly IReadOnlyList<IPlacedContribution> contributions;

    /// <summary>What the catalog moved since a move began. It waits: one after another, each is of what was placed before.</summary>
    private readonly HashSet<(string Workspace, string Content)> waiting = [];

    /// <summary>By subject that is being moved, the entities it counted for before.</summary>
    private readonly Dictionary<int, (int Campaign, int Creator, int Content, int Platform)> before = [];
    private readonly Func<int, EntityLevel, int> entityBefore;
    private readonly Func<int, EntityLevel, int> entityAfter;
    private readonly Func<int, EntityLevel, int> allBefore;
    private readonly Func<int, EntityLevel, int> allAfter;
    private bool[] isMoved = [];
    private bool[] isConcerned = [];

    /// <summary>A bit for each visitor still to be moved.</summary>
    private ulong[] pending = [];
    private int pendingFrom;
    private int pendingTo;

    public ContentMoves(VisitorState state, IEnumerable<IContribution> contributions)
    {
        this.state = state;
        this.contributions = [.. contributions.OfType<IPlacedContribution>()];
        entityBefore = (subject, level) => Concerned(Before(subject, level));
        allBefore = Before;
        allAfter = state.Subjects.Entity;
        entityAfter = (subject, level) => Concerned(state.Subjects.Entity(subject, level));
    }

    /// <summary>Whether everything counts where the catalog places it.</summary>
    public bool AreDone => waiting.Count == 0 && pendingFrom == pendingTo;

    /// <summary>
    /// Content whose entry says that it belongs elsewhere. What nobody has touched yet costs nothing: whoever does will find
    /// it in its place.
    /// </summary>
    public void Add(string workspace, string content)
    {
        if (state.Subjects.OfContent(workspace, content).Any())
        {
            waiting.Add((workspace, content));
        }
    }

    /// <summary>Moves some visitors; one of a long journey whole.</summary>
    /// <param name="touches">How many touches to look at before the turn ends.</param>
    public void Go(int touches)
    {
        while (touches > 0 && !AreDone)
        {
            if (pendingFrom == pendingTo)
            {
                touches -= Begin(touches);
            }
            else if (pending[pendingFrom] == 0)
            {
                pendingFrom++;
                PrefetchAfter(pendingFrom);
            }
            else
            {
                int visitor = (pendingFrom * 64) + BitOperations.TrailingZeroCount(pending[pendingFrom]);
                pending[pendingFrom] &= pending[pendingFrom] - 1;
                touches -= Move(visitor);
            }
        }
    }

    /// <summary>Brings near the journeys that come next but one word: most are looked at only to find that nothing of them moves.</summary>
    private void PrefetchAfter(int word)
    {
        if (word + 1 < pendingTo)
        {
            for (ulong bits = pending[word + 1]; bits != 0; bits &= bits - 1)
            {
                state.Journeys.PrefetchJourney(((word + 1) * 64) + BitOperations.TrailingZeroCount(bits));
            }
        }
    }

    /// <summary>Moves a visitor now who is about to change.</summary>
    public void Settle(int visitor)
    {
        int word = visitor / 64;
        if (word < pendingTo && (pending[word] & (1UL << visitor)) != 0)
        {
            pending[word] &= ~(1UL << visitor);
            Move(visitor);
        }
    }

    /// <summary>Begins with some of what waits.</summary>
    /// <returns>What it came to, in touches to look at.</returns>
    private int Begin(int touches)
    {
        int looked = 0;
        Array.Clear(isMoved);
        Array.Clear(isConcerned);
        before.Clear();
        int words = (state.Journeys.Count / 64) + 1;
        if (pending.Length < words)
        {
            pending = new ulong[words + (words / 8)];
        }
        (pendingFrom, pendingTo) = (0, 0);
        foreach ((string workspace, string content) in waiting)
        {
            if (looked >= touches)
            {
                break;
            }
            waiting.Remove((workspace, content));
            foreach (int subject in state.Subjects.OfContent(workspace, content))
            {
                ReadOnlySpan<int> of = state.Subjects.EntitiesOf(subject);
                (int Campaign, int Creator, int Content, int Platform) was = (of[0], of[1], of[2], of[3]);
                looked += TouchesToPlace;
                if (!state.Subjects.Place(subject, state.Catalog))
                {
                    continue;
                }
                before[subject] = was;
                if (subject >= isMoved.Length)
                {
                    Array.Resize(ref isMoved, state.Subjects.Subjects.Count);
                }
                isMoved[subject] = true;
                if (isConcerned.Length < state.Subjects.Entities.Count)
                {
                    Array.Resize(ref isConcerned, state.Subjects.Entities.Count * 2);
                }
                for (int level = 0; level < SubjectTable.Levels; level++)
                {
                    Concern(Before(subject, (EntityLevel)level), state.Subjects.Entity(subject, (EntityLevel)level));
                }
                looked += state.TouchedBy.Mark(subject, pending.AsSpan(0, words));
                pendingTo = words;
            }
        }
        // Of a block that is not full, those who are still to come count by the new placements from the first.
        pending[words - 1] &= (1UL << state.Journeys.Count) - 1;
        return looked;
    }

    private void Concern(int was, int now)
    {
        if (was == now)
        {
            return;
        }
        foreach (int entity in (ReadOnlySpan<int>)[was, now])
        {
            if (entity != SubjectTable.None)
            {
                isConcerned[entity] = true;
            }
        }
    }

    /// <returns>How many touches were looked at.</returns>
    private int Move(int visitor)
    {
        int looked = 0;
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            looked++;
            if (touch.Subject < isMoved.Length && isMoved[touch.Subject])
            {
                int excluded = state.Journeys.IsInauthentic(visitor) ? 1 : 0;
                state.MetBefore.Drop(visitor, state.Journeys.Touches(visitor), Before);
                foreach (IPlacedContribution of in contributions)
                {
                    of.CountPlaced(visitor, -1, -excluded, of.IsOfAll ? allBefore : entityBefore);
                    of.CountPlaced(visitor, 1, excluded, of.IsOfAll ? allAfter : entityAfter);
                }
                // Once to find it, four times to count it, and rows that change.
                return 10 * state.Journeys.Touches(visitor).Length;
            }
        }
        return looked + 1;
    }

    private int Before(int subject, EntityLevel level) =>
        !before.TryGetValue(subject, out (int Campaign, int Creator, int Content, int Platform) was)
            ? state.Subjects.Entity(subject, level)
            : level switch
            {
                EntityLevel.Campaign => was.Campaign,
                EntityLevel.Creator => was.Creator,
                EntityLevel.Content => was.Content,
                _ => was.Platform,
            };

    private int Concerned(int entity) =>
        entity != SubjectTable.None && entity < isConcerned.Length && isConcerned[entity] ? entity : SubjectTable.None;
}
