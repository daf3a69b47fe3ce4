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

    private const long MinuteMicros = 60_000_000;
    private const int MinutesPerHour = 60;

    private readonly RowTable<int> hours = new(state.Scope, StatePart.Panes);
    private readonly HashSet<int> changed = [];

    /// <summary>Those of whom something was published, which may come to be nothing.</summary>
    private readonly HashSet<int> published = [];
    private readonly HashSet<string> met = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Content, int Hour), int> places = [];
    private readonly List<EngagerAct> acts = [];

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        foreach (int row in batch.Accepted)
        {
            if (IsEngagement(types[row]))
            {
                if (batch.IsAnonymous(row))
                {
                    continue;
                }
                int visitor = batch.Visitors[row];
                Count(batch.PlainSubjects[row], batch.Events.TimesMicros[row], 1);
                changed.Add(visitor);
                if (!state.Actors.IsNoted(visitor) && IsUnseen(visitor, batch.Subjects[row]))
                {
                    ReadOnlySpan<byte> name = batch.Events.Bytes(EventField.Visitor, row);
                    state.Actors.Note(visitor, state.Journeys.HashOf(visitor), name, Signs.None);
                }
            }
            else if (types[row].IsTouch() && published.Contains(batch.Visitors[row]))
            {
                changed.Add(batch.Visitors[row]);
            }
        }
    }

    public void Count(int visitor, int all, int excluded)
    {
        // Whoever is excluded, it did what it did.
        if (all != 0)
        {
            CountHours(visitor, all);
            changed.Add(visitor);
        }
    }

    public void Rebuild(int visitor)
    {
        if (CountHours(visitor, 1))
        {
            changed.Add(visitor);
        }
    }

    public void PublishAll()
    {
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            changed.Add(visitor);
        }
        hours.ChangeAll();
    }

    public void Publish(TickRows into)
    {
        List<EngagedHourRow> ofHours = into.Of(EngagedHourSection.Rows);
        hours.Flush((key, ref events) => ofHours.Add(new(PaneRows.SeriesOf(key), PaneRows.PaneOf(key), events)));
        List<EngagerRow> rows = into.Of(EngagerSection.Rows);
        foreach (int visitor in changed)
        {
            FindActs(visitor);
            bool isWanted = acts.Count >= Pods.LeastActs || acts.Exists(act => act.IsUnseen);
            if (!isWanted && !published.Contains(visitor))
            {
                continue;
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
        changed.Clear();
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

    private static int MinuteOf(long timeMicros) => (int)((timeMicros - Rfc3339.EarliestMicros) / MinuteMicros);

    private bool IsUnseen(int visitor, int subject)
    {
        string content = ContentOf(subject);
        JourneyTouches touches = state.Journeys.Touches(visitor);
        for (int at = Math.Min(touches.Length, MostLookedAt) - 1; at >= 0; at--)
        {
            if (!IsEngagement(touches[at].Kind) && ContentOf(touches[at].Subject) == content)
            {
                return false;
            }
        }
        return content.Length > 0;
    }

    /// <summary>What of a journey may be a group's doing.</summary>
    private void FindActs(int visitor)
    {
        met.Clear();
        places.Clear();
        acts.Clear();
        JourneyTouches touches = state.Journeys.Touches(visitor);
        int end = Math.Min(touches.Length, MostTouches);
        for (int at = 0; at < end; at++)
        {
            if (!IsEngagement(touches[at].Kind))
            {
                met.Add(ContentOf(touches[at].Subject));
            }
        }
        for (int at = 0; at < end; at++)
        {
            JourneyTouch touch = touches[at];
            string content = ContentOf(touch.Subject);
            if (content.Length == 0 || !IsEngagement(touch.Kind) || state.Subjects.IsAnonymous(touch.Subject))
            {
                continue;
            }
            int minute = MinuteOf(touch.TimeMicros);
            Facets facets = state.Subjects.FacetsOf(touch.Subject);
            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(
                places,
                (content, minute / MinutesPerHour),
                out bool isKnown
            );
            if (isKnown)
            {
                Span<EngagerAct> known = CollectionsMarshal.AsSpan(acts);
                known[place] = known[place].With(facets);
            }
            else if (acts.Count < MostActs)
            {
                place = acts.Count;
                acts.Add(
                    new EngagerAct(state.Subjects.PlainOf(touch.Subject), minute, 1, !met.Contains(content), facets)
                );
            }
            else
            {
                places.Remove((content, minute / MinutesPerHour));
            }
        }
    }

    private string ContentOf(int subject) => state.Subjects.Subjects[subject].Content;
}
