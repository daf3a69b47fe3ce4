using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>
/// Finds what strangers did in a visitor's name faster than people do: of its actions by ways that are open to everybody,
/// those in some 60 s of which there are more than <see cref="InhumanRate.MostActions"/>. They are the visitor's shadow's.
/// More actions only ever make more of them so, hence the order in which they come changes nothing.
/// </summary>
public sealed class Bursts(VisitorState state)
{
    /// <summary>In the place of a position in the visitor's journey.</summary>
    private const int OfShadow = -1;

    /// <summary>In the place of a position in the visitor's journey that nobody asks for.</summary>
    private const int OfVisitor = 0;

    /// <summary>Of visitors who have a burst: of others, every 60 s hold few.</summary>
    private readonly OpenActions open = new(state);
    private readonly List<(long Micros, int Position)> near = [];
    private readonly List<int> parts = [];

    /// <summary>Visitors, with their names, whose journeys hold actions of a burst that are to be taken out.</summary>
    private readonly Dictionary<int, string> found = [];
    private readonly Queue<int> inTurn = [];

    public bool AreOut => inTurn.Count == 0;

    /// <summary>Whose burst is to be taken out next, once the batch is counted; null: nobody's.</summary>
    public int? Next => inTurn.TryPeek(out int visitor) ? visitor : null;

    /// <summary>How many touches were looked at for actions of those who have a burst.</summary>
    public long LookedAt => open.LookedAt;

    /// <summary>How many touches are looked at to take a visitor's out.</summary>
    public int TouchesOf(int visitor) =>
        state.Journeys.Touches(visitor).Length + state.Journeys.Touches(ShadowOf(visitor)).Length;

    /// <returns>The name of the next.</returns>
    public string TakeNext()
    {
        found.Remove(inTurn.Dequeue(), out string? name);
        return name!;
    }

    /// <summary>Whose a new action is that came in a visitor's name.</summary>
    /// <returns>The visitor, its shadow, or −1 where either has it already.</returns>
    public int OwnerOf(int visitor, in JourneyTouch touch, ulong fingerprint)
    {
        if (!state.Journeys.HasBurst(visitor))
        {
            return visitor;
        }
        int shadow = ShadowOf(visitor);
        if (state.Journeys.Has(visitor, touch, fingerprint) || state.Journeys.Has(shadow, touch, fingerprint))
        {
            return -1;
        }
        if (found.ContainsKey(visitor))
        {
            return visitor;
        }
        FindNear(visitor, shadow, touch.TimeMicros);
        near.Add((touch.TimeMicros, OfShadow));
        FindParts();
        // One that others of the visitor's join goes with them.
        return parts.Count > 0 && parts.TrueForAll(position => position == OfShadow) ? shadow : visitor;
    }

    /// <summary>Whether an action, now in a visitor's journey, is part of a burst.</summary>
    public bool HasBegun(int visitor, in JourneyTouch touch)
    {
        bool hasBurst = state.Journeys.HasBurst(visitor);
        open.Add(visitor, touch.TimeMicros);
        if (
            found.ContainsKey(visitor)
            || (!hasBurst && state.Journeys.Touches(visitor).Length <= InhumanRate.MostActions)
        )
        {
            return false;
        }
        FindNear(visitor, hasBurst ? ShadowOf(visitor) : -1, touch.TimeMicros);
        FindParts();
        return parts.Exists(position => position != OfShadow);
    }

    public void Note(int visitor, string name)
    {
        if (found.TryAdd(visitor, name))
        {
            inTurn.Enqueue(visitor);
        }
        state.Journeys.SetHasBurst(visitor);
    }

    /// <summary>The number of a visitor's shadow, made where there is none yet.</summary>
    public int ShadowOf(int visitor)
    {
        int known = state.Journeys.Count;
        ulong hash = Shadow.Burst.Of(state.Journeys.HashOf(visitor));
        int shadow = state.Journeys.GetOrAdd(hash, state.Journeys.Workspace(visitor));
        if (shadow >= known)
        {
            // A snapshot's block without it would give all visitors behind it other numbers.
            state.MarkChanged(shadow);
        }
        return shadow;
    }

    /// <summary>Moves what is part of a burst from a visitor's journey to its shadow's.</summary>
    public void Move(int visitor, int shadow)
    {
        near.Clear();
        AddActions(visitor, 0, long.MaxValue);
        foreach (JourneyTouch touch in state.Journeys.Touches(shadow))
        {
            near.Add((touch.TimeMicros, OfShadow));
        }
        FindParts();
        bool[] moves = new bool[state.Journeys.Touches(visitor).Length];
        foreach (int position in parts)
        {
            if (position != OfShadow)
            {
                moves[position] = true;
                JourneyTouch touch = state.Journeys.Touches(visitor)[position];
                open.Forget(visitor, touch.TimeMicros);
                state.TouchedBy.Add(state.Subjects.PlainOf(touch.Subject), shadow, state.Journeys.Count);
            }
        }
        state.Journeys.Move(visitor, shadow, moves);
    }

    /// <summary>The actions that can be in one window with an instant, and whose they are.</summary>
    /// <param name="shadow">−1: the visitor has no burst.</param>
    private void FindNear(int visitor, int shadow, long micros)
    {
        near.Clear();
        long from = micros - InhumanRate.WindowMicros + 1;
        long to = micros + InhumanRate.WindowMicros - 1;
        if (shadow < 0)
        {
            AddActions(visitor, from, to);
            return;
        }
        foreach (long time in open.Between(visitor, from, to))
        {
            near.Add((time, OfVisitor));
        }
        // Of those of a shadow, which may be very many, no more than one window with the instant can hold.
        JourneyTouches of = state.Journeys.Touches(shadow);
        int at = of.LowerBound(TouchKey.Of(micros, EventType.None));
        int last = Math.Min(of.Length, at + InhumanRate.MostActions + 1);
        for (int index = Math.Max(0, at - InhumanRate.MostActions - 1); index < last; index++)
        {
            if (Math.Abs(of[index].TimeMicros - micros) < InhumanRate.WindowMicros)
            {
                near.Add((of[index].TimeMicros, OfShadow));
            }
        }
    }

    private void AddActions(int visitor, long from, long to)
    {
        JourneyTouches touches = state.Journeys.Touches(visitor);
        int first = from <= Rfc3339.EarliestMicros ? 0 : touches.LowerBound(TouchKey.Of(from, EventType.None));
        for (int index = first; index < touches.Length && touches[index].TimeMicros <= to; index++)
        {
            if (open.IsOne(touches[index]))
            {
                near.Add((touches[index].TimeMicros, index));
            }
        }
    }

    /// <summary>The positions of those that are near and part of a burst, each once.</summary>
    private void FindParts()
    {
        near.Sort();
        parts.Clear();
        int found = 0;
        for (int last = InhumanRate.MostActions; last < near.Count; last++)
        {
            int first = last - InhumanRate.MostActions;
            if (near[last].Micros - near[first].Micros < InhumanRate.WindowMicros)
            {
                for (int index = Math.Max(first, found); index <= last; index++)
                {
                    parts.Add(near[index].Position);
                }
                found = last + 1;
            }
        }
    }
}
