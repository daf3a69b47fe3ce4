using System.Runtime.InteropServices;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Groups;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Groups;

/// <summary>
/// Publishes raw evidence that groups of actors are found by: who engaged with content that nothing shows they met, who engages
/// often, and how much everybody engages. It follows from journeys alone, never from a verdict. What strangers say in a
/// visitor's name is not looked at.
/// </summary>
public sealed class EngagerContribution(VisitorState state) : IContribution
{
    /// <summary>What an actor did first is enough: a group does the same all the time.</summary>
    private const int MostActs = 64;

    /// <summary>Of a journey: nobody's who is a person is longer in the time in which groups are found.</summary>
    private const int MostTouches = 4_096;

    /// <summary>To know an actor's name, only so many touches are looked at.</summary>
    private const int MostLookedAt = 64;

    /// <summary>Of those who changed within a tick, room for so many stays.</summary>
    private const int MostKept = 1 << 17;

    private const long MinuteMicros = 60_000_000;
    private const int MinutesPerHour = 60;

    private readonly RowTable<int> hours = new(state.Scope, StatePart.Panes);

    /// <summary>Each once.</summary>
    private readonly List<int> changed = [];
    private readonly NumberSet isChanged = new(state.Scope, StatePart.Visitors);
    private bool areAllChanged;

    /// <summary>Those of whom something was published, which may come to be nothing.</summary>
    private readonly NumberSet published = new(state.Scope, StatePart.Visitors);

    /// <summary>Of the visitor that is looked at, and of each act its content, its hour and the time of its first event.</summary>
    private readonly List<EngagerAct> acts = new(MostActs);
    private readonly int[] contents = new int[MostActs];
    private readonly int[] hoursOf = new int[MostActs];
    private readonly long[] timesOf = new long[MostActs];

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        ReadOnlySpan<int> rows = batch.Accepted;
        for (int i = 0; i < rows.Length; i++)
        {
            // Few are, and none is near.
            if (i + Prefetch.Near < rows.Length && IsEngagement(types[rows[i + Prefetch.Near]]))
            {
                state.Actors.Prefetch(batch.Visitors[rows[i + Prefetch.Near]]);
            }
            int row = rows[i];
            if (IsEngagement(types[row]))
            {
                if (batch.IsAnonymous(row))
                {
                    continue;
                }
                int visitor = batch.Visitors[row];
                Count(batch.PlainSubjects[row], batch.Events.TimesMicros[row], 1);
                Change(visitor);
                if (!state.Actors.IsNoted(visitor) && IsUnseen(batch, row))
                {
                    ReadOnlySpan<byte> name = batch.Events.Bytes(EventField.Visitor, row);
                    state.Actors.Note(visitor, batch.Identity.Visitors[row], name, Signs.None);
                }
            }
            // It may be content with which the visitor engaged.
            else if (types[row].IsTouch() && batch.MetContent[row] && published.Contains(batch.Visitors[row]))
            {
                Change(batch.Visitors[row]);
            }
        }
    }

    public void Count(int visitor, int all, int excluded)
    {
        // Whoever is excluded, it did what it did.
        if (all != 0)
        {
            CountHours(visitor, all);
            Change(visitor);
        }
    }

    public void Rebuild(int visitor)
    {
        if (CountHours(visitor, 1))
        {
            Change(visitor);
        }
    }

    public void PublishAll()
    {
        areAllChanged = true;
        hours.ChangeAll();
    }

    public void Publish(TickRows into)
    {
        List<EngagedHourRow> ofHours = into.Of(EngagedHourSection.Rows);
        hours.Flush((key, ref events) => ofHours.Add(new(PaneRows.SeriesOf(key), PaneRows.PaneOf(key), events)));
        List<EngagerRow> rows = into.Of(EngagerSection.Rows);
        if (areAllChanged)
        {
            for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
            {
                Publish(visitor, into, rows);
            }
        }
        for (int i = 0; i < changed.Count; i++)
        {
            state.Journeys.PrefetchAhead(CollectionsMarshal.AsSpan(changed), i);
            isChanged.Remove(changed[i]);
            if (!areAllChanged)
            {
                Publish(changed[i], into, rows);
            }
        }
        areAllChanged = false;
        changed.Clear();
        if (changed.Capacity > MostKept)
        {
            changed.Capacity = 0;
        }
    }

    private void Publish(int visitor, TickRows into, List<EngagerRow> rows)
    {
        FindActs(visitor);
        bool isWanted = acts.Count >= Pods.LeastActs || acts.Exists(act => act.IsUnseen);
        if (!isWanted && !published.Contains(visitor))
        {
            return;
        }
        if (!isWanted)
        {
            acts.Clear();
            published.Remove(visitor);
        }
        else
        {
            published.Add(visitor);
        }
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(acts));
        Memory<byte> room = into.TakeBytes(bytes.Length);
        bytes.CopyTo(room.Span);
        string workspace = state.Subjects.Workspaces[state.Journeys.Workspace(visitor)];
        rows.Add(new EngagerRow(workspace, state.Journeys.HashOf(visitor), room));
    }

    private void Change(int visitor)
    {
        if (isChanged.Add(visitor))
        {
            changed.Add(visitor);
        }
    }

    private static bool IsEngagement(EventType kind) => kind.Class() is EventClass.Engagement or EventClass.Social;

    private bool CountHours(int visitor, int by)
    {
        bool any = false;
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            if (IsEngagement(touch.Kind) && !state.Subjects.IsAnonymous(touch.Subject))
            {
                Count(state.Subjects.PlainOf(touch.Subject), touch.TimeMicros, by);
                any = true;
            }
        }
        return any;
    }

    private void Count(int subject, long timeMicros, int by) =>
        hours.Change(PaneRows.Key(subject, MinuteOf(timeMicros) / MinutesPerHour), subject) += by;

    /// <summary>Since 2000: the earliest that is taken.</summary>
    public static int MinuteOf(long timeMicros) => (int)((timeMicros - Rfc3339.EarliestMicros) / MinuteMicros);

    private bool IsUnseen(FactBatch batch, int row)
    {
        int content = state.Subjects.ContentOf(batch.Subjects[row]);
        if (!batch.MetContent[row])
        {
            return content != SubjectTable.None;
        }
        JourneyTouches touches = state.Journeys.Touches(batch.Visitors[row]);
        for (int at = Math.Min(touches.Length, MostLookedAt) - 1; at >= 0; at--)
        {
            JourneyTouch touch = touches[at];
            if (!IsEngagement(touch.Kind) && state.Subjects.ContentOf(touch.Subject) == content)
            {
                return false;
            }
        }
        return content != SubjectTable.None;
    }

    /// <summary>
    /// What of a journey may be a group's doing. Displays are mostly told by browsers, so those of strangers count: who forges them
    /// can hide a group, and accuse nobody. What happened at one moment lies in the order in which it came, which must not count.
    /// </summary>
    private void FindActs(int visitor)
    {
        acts.Clear();
        JourneyTouches touches = state.Journeys.Touches(visitor);
        int end = Math.Min(touches.Length, MostTouches);
        while (end > 0 && end < touches.Length && touches[end - 1].TimeMicros == touches[end].TimeMicros)
        {
            end--;
        }
        for (int at = 0; at < end; at++)
        {
            JourneyTouch touch = touches[at];
            if (!IsEngagement(touch.Kind) || state.Subjects.IsAnonymous(touch.Subject))
            {
                continue;
            }
            int content = state.Subjects.ContentOf(touch.Subject);
            if (content != SubjectTable.None)
            {
                AddAct(touch, content);
            }
        }
        int unseen = acts.Count;
        for (int at = 0; at < end && unseen > 0; at++)
        {
            JourneyTouch touch = touches[at];
            if (!IsEngagement(touch.Kind))
            {
                unseen -= Meet(state.Subjects.ContentOf(touch.Subject));
            }
        }
    }

    private void AddAct(in JourneyTouch touch, int content)
    {
        int minute = MinuteOf(touch.TimeMicros);
        int hour = minute / MinutesPerHour;
        Facets facets = state.Subjects.FacetsOf(touch.Subject);
        int plain = state.Subjects.PlainOf(touch.Subject);
        for (int at = 0; at < acts.Count; at++)
        {
            if (contents[at] == content && hoursOf[at] == hour)
            {
                bool isFirst = timesOf[at] == touch.TimeMicros && IsBefore(plain, acts[at].Subject);
                acts[at] = acts[at].With(facets) with { Subject = isFirst ? plain : acts[at].Subject };
                return;
            }
        }
        int place = acts.Count < MostActs ? acts.Count : PlaceOfLast(touch.TimeMicros, content);
        if (place < 0)
        {
            return;
        }
        CollectionsMarshal.SetCount(acts, Math.Max(acts.Count, place + 1));
        (contents[place], hoursOf[place], timesOf[place]) = (content, hour, touch.TimeMicros);
        acts[place] = new EngagerAct(plain, minute, 1, isUnseen: true, facets);
    }

    private bool IsBefore(int subject, int other) => state.Subjects.Key(subject) < state.Subjects.Key(other);

    /// <summary>Of the acts of one moment, the last by name of the content, where that comes after another one; −1: none.</summary>
    private int PlaceOfLast(long timeMicros, int content)
    {
        int last = -1;
        string name = NameOf(content);
        for (int place = 0; place < acts.Count; place++)
        {
            if (timesOf[place] == timeMicros && string.CompareOrdinal(NameOf(contents[place]), name) > 0)
            {
                (last, name) = (place, NameOf(contents[place]));
            }
        }
        return last;

        string NameOf(int of) => state.Subjects.Subjects[of].Content;
    }

    /// <summary>Content was met otherwise.</summary>
    /// <returns>How many acts were not known to be of met content before.</returns>
    private int Meet(int content)
    {
        int met = 0;
        for (int place = 0; place < acts.Count; place++)
        {
            if (contents[place] == content && acts[place].IsUnseen)
            {
                acts[place] = acts[place].Seen;
                met++;
            }
        }
        return met;
    }
}
