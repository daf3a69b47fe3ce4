using System.Runtime.InteropServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Paths;

/// <summary>
/// Publishes the journeys of visitors who converted, and of those who are known by more than their own id; of a long one that was published before, what was added since. An
/// order's path is cut out in stage 2, where all its evidence meets: only there its canonical time is known.
/// </summary>
public sealed class PathContribution(VisitorState state) : IContribution
{
    /// <summary>A journey with more of either is published whole only once. Shorter ones need no book of what is new.</summary>
    private const int MostTouches = 64;

    private const int MostConversionBytes = 4_096;

    private readonly HashSet<int> changed = [];

    /// <summary>The same while it is published.</summary>
    private readonly List<int> order = [];

    /// <summary>By visitor, what was published of a long journey.</summary>
    private readonly KeyedRows<Published> published = new(state.Scope, StatePart.Conversions);

    /// <summary>Touches of such visitors since the last tick.</summary>
    private readonly Dictionary<int, List<JourneyTouch>> added = [];
    private readonly List<JourneyTouch> none = [];

    public void Add(FactBatch batch)
    {
        foreach (int visitor in batch.Marked)
        {
            Republish(visitor);
        }
        foreach (int row in batch.Accepted)
        {
            if (!batch.Told[row])
            {
                continue;
            }
            int visitor = batch.Visitors[row];
            changed.Add(visitor);
            EventType type = batch.Events.Types[row];
            if (type.IsTouch() && published.Find((ulong)visitor) >= 0)
            {
                ulong key = TouchKey.Of(batch.Events.TimesMicros[row], type);
                ref List<JourneyTouch>? of = ref CollectionsMarshal.GetValueRefOrAddDefault(added, visitor, out _);
                (of ??= []).Add(new JourneyTouch(key, batch.Subjects[row], batch.Events.EngagedMillis[row]));
            }
        }
    }

    /// <summary>Also where only a verdict came: all of it is to come.</summary>
    public void Count(int visitor, int all, int excluded) => Republish(visitor);

    public void Rebuild(int visitor) => Republish(visitor);

    public void PublishAll()
    {
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            Republish(visitor);
        }
    }

    public void Publish(TickRows into)
    {
        order.AddRange(changed);
        for (int i = 0; i < order.Count; i++)
        {
            state.Journeys.PrefetchAhead(CollectionsMarshal.AsSpan(order), i);
            into.Of(JourneySection.Rows).Add(Row(order[i], into));
        }
        changed.Clear();
        order.Clear();
        added.Clear();
    }

    private void Republish(int visitor)
    {
        if (state.Journeys.IsTold(visitor))
        {
            changed.Add(visitor);
            int known = published.Find((ulong)visitor);
            if (known >= 0)
            {
                published[known] = default;
            }
        }
    }

    private JourneyRow Row(int visitor, TickRows into)
    {
        JourneyTouches journey = state.Journeys.Touches(visitor);
        ReadOnlySpan<byte> bytes = state.Journeys.ConversionBytes(visitor);
        int known = published.Find((ulong)visitor);
        Published before = known < 0 ? default : published[known];
        List<JourneyTouch> since = added.GetValueOrDefault(visitor) ?? none;
        if (before.Touches + since.Count != journey.Length)
        {
            // Not all of it came by batches.
            before = default;
        }
        if (before.ConversionBytes == 0 && bytes.Length > 0)
        {
            // A version before this one knows nobody who hasn't bought: the first conversion comes with all of it.
            before = default;
        }
        if (journey.Length > MostTouches || bytes.Length > MostConversionBytes)
        {
            published[published.GetOrAdd((ulong)visitor, out _)] = new Published
            {
                Touches = journey.Length,
                ConversionBytes = bytes.Length,
            };
        }
        Memory<JourneyTouch> touches = into.TakeTouches(journey.Length - before.Touches);
        if (before.Touches == 0 && before.ConversionBytes == 0)
        {
            journey.CopyTo(touches.Span);
        }
        else
        {
            since.Sort((a, b) => a.Key.CompareTo(b.Key));
            since.CopyTo(touches.Span);
        }
        foreach (ref JourneyTouch touch in touches.Span)
        {
            touch = touch with { Subject = state.Subjects.PlainOf(touch.Subject) };
        }
        bytes = bytes[before.ConversionBytes..];
        Memory<byte> conversions = into.TakeBytes(bytes.Length);
        bytes.CopyTo(conversions.Span);
        return new JourneyRow(
            state.Subjects.Workspaces[state.Journeys.Workspace(visitor)],
            state.Journeys.HashOf(visitor),
            state.Journeys.IsInauthentic(visitor),
            touches,
            conversions
        )
        {
            TouchesBefore = before.Touches,
            ConversionBytesBefore = before.ConversionBytes,
        };
    }

    /// <summary>All zeros: nothing.</summary>
    private struct Published
    {
        public int Touches;
        public int ConversionBytes;
    }
}
