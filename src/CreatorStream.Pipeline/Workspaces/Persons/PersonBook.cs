using System.Runtime.InteropServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Persons;

namespace CreatorStream.Pipeline.Workspaces.Persons;

/// <summary>
/// Which visitors of a workspace are one person: those who are known by the same mark, and those who are linked by others. It follows
/// from the set of links alone. What is counted by visitor is amended by what persons make of it (<see cref="PersonReach"/>, <see cref="PersonOverlap"/>).
/// </summary>
/// <remarks>
/// Precision comes first. A mark of more than <see cref="MostVisitors"/> visitors is many people's, and joins nobody; a visitor with more
/// than <see cref="MostMarks"/> or <see cref="MostTouches"/> is a device that many use, and is joined with nobody; and of more than <see cref="MostVisitors"/> who hang
/// together in spite of that nobody is.
/// </remarks>
public sealed class PersonBook(PersonReach reach, PersonOverlap overlap, StateScope scope)
{
    /// <summary>Of one mark, and of one person.</summary>
    public const int MostVisitors = 32;

    /// <summary>Of one visitor.</summary>
    public const int MostMarks = 16;

    /// <summary>Of one visitor: more are no one person's, and all of them would be gone through whenever one is added.</summary>
    public const int MostTouches = 2_048;

    private readonly KeyedRows<Visitor> visitors = new(scope, StatePart.Orders);

    /// <summary>By mark, the visitors who are known by it.</summary>
    private readonly KeyedRows<ListRange> marks = new(scope, StatePart.Orders);
    private readonly ListArena<int> numbers = new(scope, StatePart.Orders);
    private readonly ListArena<JourneyTouch> touches = new(scope, StatePart.Orders);
    private readonly ListArena<PersonStep> steps = new(scope, StatePart.Orders);
    private readonly ListArena<OverlapStep> overlapSteps = new(scope, StatePart.Orders);
    private readonly FingerprintSet known = new(scope);

    /// <summary>By partition and subject, the visitors who met it.</summary>
    private readonly Postings bySubject = new(scope, StatePart.Orders);

    /// <summary>Visitors whose person is to be found anew, or was by others'; each is there once.</summary>
    private readonly Stack<int> changed = [];

    // Of the person under way.
    private readonly List<int> found = [];
    private readonly HashSet<int> seen = [];
    private readonly List<PersonStep> counted = [];
    private readonly List<OverlapStep> overlapped = [];

    /// <summary>Told of each visitor who is one person with others than before.</summary>
    public Action<ulong>? Changed { get; set; }

    /// <summary>How often something of it became another.</summary>
    public long Changes { get; private set; }

    /// <summary>Visitors who are known by any mark.</summary>
    public long Known => visitors.Count;

    /// <summary>Persons of more than one visitor, and how many visitors these are.</summary>
    public (long Persons, long Visitors) Joined { get; private set; }

    /// <summary>Whether all persons are as their links are by now.</summary>
    public bool AreSettled => changed.Count == 0;

    /// <summary>The visitors of somebody's person, by number: the one whose hash is the smallest first. None: nobody else is that person.</summary>
    public ReadOnlySpan<int> PersonOf(ulong visitor) =>
        visitors.Find(visitor) is >= 0 and var number ? PersonOf(visitors[number].Holder) : default;

    /// <summary>The same for all visitors who are one person: the smallest of them.</summary>
    public ulong WhoIs(ulong visitor) =>
        visitors.Find(visitor) is >= 0 and var number && visitors[number].Holder > 0
            ? visitors.Key(visitors[number].Holder - 1)
            : visitor;

    public ulong HashOf(int visitor) => visitors.Key(visitor);

    public int PartitionOf(int visitor) => visitors[visitor].Partition;

    public bool IsInauthentic(int visitor) => visitors[visitor].Inauthentic;

    /// <summary>Whether any conversion or refund came of a visitor.</summary>
    public bool HasBought(int visitor) => visitors[visitor].Bought;

    /// <summary>What a visitor met, by time and kind. Valid until a journey comes.</summary>
    public ReadOnlySpan<JourneyTouch> TouchesOf(int visitor) =>
        visitors[visitor].Void ? default : touches.Items(visitors[visitor].Touches);

    public void Put(in PersonRow row)
    {
        if (!known.Add(Hash64.Combine(row.Mark, row.Visitor)))
        {
            return;
        }
        int visitor = visitors.GetOrAdd(row.Visitor, out _);
        int mark = marks.GetOrAdd(row.Mark, out _);
        NoteVisitorsOf(mark);
        numbers.Extend(ref marks[mark], 1)[^1] = visitor;
        Note(visitor);
        ref ListRange own = ref visitors[visitor].Marks;
        numbers.Extend(ref own, 1)[^1] = mark;
        if (own.Count == MostMarks + 1)
        {
            NoteNeighbours(visitor);
        }
    }

    /// <summary>Takes a visitor's journey, or what was added to it; of those who are known by no mark nothing is kept.</summary>
    public void Put(int partition, in JourneyRow journey)
    {
        int visitor = visitors.Find(journey.Visitor);
        if (visitor < 0)
        {
            return;
        }
        Note(visitor);
        ref Visitor row = ref visitors[visitor];
        ReadOnlySpan<JourneyTouch> news = journey.Touches.Span;
        int before = journey.IsWhole ? 0 : journey.TouchesBefore;
        bool hasTooMany = before + news.Length > MostTouches;
        if (row.HasTooMany != hasTooMany)
        {
            row.HasTooMany = hasTooMany;
            NoteNeighbours(visitor);
        }
        if (hasTooMany)
        {
            // It is joined with nobody, so nothing of it is needed.
            touches.Replace(ref row.Touches, []);
            news = [];
        }
        else if (journey.IsWhole)
        {
            int same = touches.Items(row.Touches).CommonPrefixLength(news);
            touches.Replace(ref row.Touches, news);
            news = news[same..];
        }
        else if (row.Touches.Count == journey.TouchesBefore)
        {
            news.CopyTo(touches.Extend(ref row.Touches, news.Length)[journey.TouchesBefore..]);
            touches.Items(row.Touches).Sort((a, b) => a.Key.CompareTo(b.Key));
        }
        row.Partition = partition;
        row.Inauthentic = journey.Inauthentic;
        row.Void = false;
        row.Bought = journey.ConversionBytesBefore + journey.ConversionBytes.Length > 0;
        foreach (JourneyTouch touch in news)
        {
            bySubject.Add(PaneRows.Key(partition, touch.Subject), visitor);
        }
    }

    /// <summary>A subject is placed elsewhere: who met it counts for others.</summary>
    public void Move(int partition, int subject)
    {
        foreach (int visitor in bySubject.Of(PaneRows.Key(partition, subject)))
        {
            Note(visitor);
        }
    }

    /// <summary>A new owner of a partition begins anew: journeys come again, all of them; who is known by what stays so.</summary>
    public void Void(int partition)
    {
        for (int visitor = 0; visitor < visitors.Count; visitor++)
        {
            if (visitors[visitor].Partition == partition)
            {
                Note(visitor);
                visitors[visitor].Void = true;
            }
        }
    }

    /// <summary>A person decided whether a visitor is joined with others by marks.</summary>
    public void Separate(ulong visitor, bool isSeparate)
    {
        int number = visitors.GetOrAdd(visitor, out _);
        if (visitors[number].Separate != isSeparate)
        {
            Note(number);
            visitors[number].Separate = isSeparate;
            NoteNeighbours(number);
        }
    }

    /// <summary>Finds persons anew, some where they are many.</summary>
    /// <param name="isOver">Asked after each.</param>
    public void Settle(Func<bool> isOver)
    {
        while (changed.TryPop(out int visitor))
        {
            visitors[visitor].Waits = false;
            if (!visitors[visitor].Changed)
            {
                continue;
            }
            Find(visitor);
            Count();
            if (isOver())
            {
                return;
            }
        }
    }

    /// <summary>Finds all who are one person with somebody, by their links.</summary>
    private void Find(int visitor)
    {
        found.Clear();
        seen.Clear();
        found.Add(visitor);
        seen.Add(visitor);
        for (int at = 0; at < found.Count && IsJoined(found[at]); at++)
        {
            foreach (int mark in numbers.Items(visitors[found[at]].Marks))
            {
                if (marks[mark].Count > MostVisitors)
                {
                    continue;
                }
                foreach (int other in numbers.Items(marks[mark]))
                {
                    if (IsJoined(other) && seen.Add(other))
                    {
                        found.Add(other);
                    }
                }
                if (found.Count > MostVisitors)
                {
                    found.RemoveRange(1, found.Count - 1);
                    return;
                }
            }
        }
    }

    /// <param name="holder">See <see cref="Visitor.Holder"/>.</param>
    private ReadOnlySpan<int> PersonOf(int holder) => holder > 0 ? numbers.Items(visitors[holder - 1].Person) : default;

    private bool IsJoined(int visitor)
    {
        ref Visitor row = ref visitors[visitor];
        return !row.Separate && !row.HasTooMany && row.Marks.Count <= MostMarks;
    }

    /// <summary>
    /// Counts those found as one person, where they are several. In one go with taking back what they were counted for before:
    /// nobody sees them apart for a moment.
    /// </summary>
    private void Count()
    {
        bool isSeveral = found.Count > 1;
        found.Sort((a, b) => visitors.Key(a).CompareTo(visitors.Key(b)));
        ulong who = 0;
        foreach (int visitor in found)
        {
            Uncount(visitor);
            who = found.Count > 1 ? Hash64.Combine(who, visitors.Key(visitor)) : 0;
        }
        if (found.Count > 1)
        {
            foreach (int visitor in found)
            {
                visitors[visitor].Holder = found[0] + 1;
                ref Visitor row = ref visitors[visitor];
                reach.Add(row.Partition, row.Inauthentic, TouchesOf(visitor));
                overlap.Add(row.Partition, row.Inauthentic, TouchesOf(visitor));
            }
            reach.Take(counted);
            overlap.Take(overlapped);
            ref Visitor holder = ref visitors[found[0]];
            numbers.Replace(ref holder.Person, CollectionsMarshal.AsSpan(found));
            steps.Replace(ref holder.Steps, CollectionsMarshal.AsSpan(counted));
            reach.Apply(steps.Items(holder.Steps), 1);
            overlapSteps.Replace(ref holder.OverlapSteps, CollectionsMarshal.AsSpan(overlapped));
            overlap.Apply(overlapSteps.Items(holder.OverlapSteps), 1);
            Joined = (Joined.Persons + 1, Joined.Visitors + found.Count);
        }
        foreach (int visitor in found)
        {
            visitors[visitor].Changed = false;
            if (visitors[visitor].Who != who)
            {
                isSeveral = true;
                visitors[visitor].Who = who;
                Changed?.Invoke(visitors.Key(visitor));
            }
        }
        // Most are alone, as before: that is no change.
        Changes += isSeveral ? 1 : 0;
    }

    /// <summary>Takes back what somebody's person was counted for, and finds the persons of all of them anew.</summary>
    private void Uncount(int visitor)
    {
        int holder = visitors[visitor].Holder - 1;
        if (holder < 0)
        {
            return;
        }
        ref Visitor row = ref visitors[holder];
        reach.Apply(steps.Items(row.Steps), -1);
        steps.Free(ref row.Steps);
        overlap.Apply(overlapSteps.Items(row.OverlapSteps), -1);
        overlapSteps.Free(ref row.OverlapSteps);
        Joined = (Joined.Persons - 1, Joined.Visitors - row.Person.Count);
        foreach (int other in numbers.Items(row.Person))
        {
            visitors[other].Holder = 0;
            NoteAlone(other);
        }
        numbers.Free(ref row.Person);
    }

    /// <summary>The person of a visitor is to be found anew, with all who are it; until then it is who it was.</summary>
    private void Note(int visitor)
    {
        if (visitors[visitor].Changed)
        {
            // So are all others of the person.
            return;
        }
        NoteAlone(visitor);
        foreach (int other in PersonOf(visitors[visitor].Holder))
        {
            NoteAlone(other);
        }
    }

    private void NoteAlone(int visitor)
    {
        ref Visitor row = ref visitors[visitor];
        row.Changed = true;
        if (!row.Waits)
        {
            row.Waits = true;
            changed.Push(visitor);
        }
    }

    /// <summary>Who hangs together by somebody who joins nobody any more, or again, may be fewer, or more: each part has a neighbour.</summary>
    private void NoteNeighbours(int visitor)
    {
        foreach (int mark in numbers.Items(visitors[visitor].Marks))
        {
            NoteVisitorsOf(mark);
        }
    }

    private void NoteVisitorsOf(int mark)
    {
        if (marks[mark].Count <= MostVisitors)
        {
            foreach (int other in numbers.Items(marks[mark]))
            {
                Note(other);
            }
        }
    }

    private struct Visitor
    {
        public ListRange Marks;
        public ListRange Touches;

        /// <summary>Of the one whose hash is the smallest: all who are this person, and what they were counted for as one.</summary>
        public ListRange Person;
        public ListRange Steps;
        public ListRange OverlapSteps;

        /// <summary>Tells those who are this person from others; 0: nobody else is.</summary>
        public ulong Who;
        public int Partition;

        /// <summary>The number of the visitor who has <see cref="Person"/>, and one more; 0: it isn't counted as one.</summary>
        public int Holder;

        /// <summary>A new owner of the partition numbers its subjects anew, and has not told of it.</summary>
        public bool Void;
        public bool Inauthentic;
        public bool Bought;
        public bool Separate;

        /// <summary>It has met more than a person does.</summary>
        public bool HasTooMany;

        /// <summary>Its person is to be found anew.</summary>
        public bool Changed;

        /// <summary>It is among those who are looked at for that.</summary>
        public bool Waits;
    }
}
