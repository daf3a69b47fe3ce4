using System.Numerics;
using System.Runtime.InteropServices;
using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Overlap;

/// <summary>
/// Counts the people who met each creator and platform of a campaign, alone or with others, and both of two: all, and the
/// inauthentic among them. What a visitor adds follows from the set of whom they met (<see cref="AudienceOverlap"/>), so there
/// is something to do only where somebody is met for the first time.
/// </summary>
public sealed class OverlapContribution : IPlacedContribution
{
    /// <summary>In the place of a group: the entity itself.</summary>
    private const int Itself = 0;

    /// <summary>So many lie near: to ask for them before they are needed takes longer than to find them.</summary>
    private const int FewPairs = 1 << 14;

    private readonly VisitorState state;
    private readonly RowTable<MetCounts> met;
    private readonly RowTable<PeopleCounts> pairs;
    private readonly PairedEntities paired;
    private readonly MetSets sets = new();
    private readonly Func<int, EntityLevel, int> entityOf;

    /// <summary>Pairs that the batch adds to, where there are so many that they lie far away.</summary>
    private readonly List<(ulong Key, int People, int Excluded)> ofBatch = [];

    /// <summary>By creator or platform, people who met it first of its group and are not counted in rows yet: most are met so.</summary>
    private int[] newcomers = new int[64];
    private readonly List<(int Campaign, EntityLevel Level, int Met)> withNewcomers = [];

    /// <summary>Entities that perhaps nobody met any more.</summary>
    private readonly HashSet<int> left = [];
    private bool hasDropped;
    private long rankedAt;

    public OverlapContribution(VisitorState state)
    {
        this.state = state;
        met = new RowTable<MetCounts>(state.Scope, StatePart.Panes);
        pairs = new RowTable<PeopleCounts>(state.Scope, StatePart.Panes);
        paired = new PairedEntities(state, DropPairs);
        entityOf = state.Subjects.Entity;
    }

    /// <inheritdoc />
    public bool IsOfAll => true;

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<int> before = batch.MetBefore;
        foreach (ref readonly FirstMeeting of in batch.FirstMeetings)
        {
            ReadOnlySpan<int> entities = state.Subjects.EntitiesOf(batch.Subjects[of.Row]);
            bool isExcluded = batch.Excluded[of.Row];
            if (of.Creators >= 0)
            {
                Meet(entities, EntityLevel.Creator, before.Slice(of.BeforeAt, of.Creators), isExcluded);
            }
            if (of.Platforms >= 0)
            {
                int at = of.BeforeAt + Math.Max(of.Creators, (short)0);
                Meet(entities, EntityLevel.Platform, before.Slice(at, of.Platforms), isExcluded);
            }
        }
        for (int i = 0; i < ofBatch.Count; i++)
        {
            if (i % Prefetch.Rows == 0)
            {
                AskAhead(i);
            }
            AddPair(ofBatch[i].Key, ofBatch[i].People, ofBatch[i].Excluded);
        }
        ofBatch.Clear();
    }

    private void AskAhead(int at)
    {
        ReadOnlySpan<(ulong Key, int, int)> all = CollectionsMarshal.AsSpan(ofBatch);
        foreach ((ulong far, _, _) in Prefetch.Ahead(all, at + (2 * Prefetch.Rows)))
        {
            pairs.PrefetchSlot(far);
        }
        foreach ((ulong near, _, _) in Prefetch.Ahead(all, at + Prefetch.Rows))
        {
            pairs.PrefetchRow(near);
        }
    }

    public void Count(int visitor, int all, int excluded) => CountPlaced(visitor, all, excluded, entityOf);

    public void CountPlaced(int visitor, int all, int excluded, Func<int, EntityLevel, int> placed)
    {
        if (all == 0 && excluded == 0)
        {
            return;
        }
        // What is taken out here may be there.
        CountNewcomers();
        sets.Find(
            state.Journeys.Touches(visitor),
            placed,
            (campaign, level, of) =>
            {
                var steps = new Steps(this, campaign, level, all, excluded, into: null);
                AudienceOverlap.Count(of, ref steps);
            }
        );
    }

    public void Rebuild(int visitor) => Count(visitor, 1, state.Journeys.IsInauthentic(visitor) ? 1 : 0);

    /// <summary>Where nobody met somebody any more, or the catalog places others, others may stand in pairs.</summary>
    public void Settle()
    {
        if (left.Count == 0 && rankedAt == state.Catalog.Changes)
        {
            return;
        }
        rankedAt = state.Catalog.Changes;
        CountNewcomers();
        foreach (int entity in left)
        {
            if (paired.IsMet(entity) && met.Find(PaneRows.Key(entity, Itself))[MetColumns.People] == 0)
            {
                paired.Remove(entity);
            }
        }
        left.Clear();
        paired.Rank(Admit);
    }

    public void PublishAll()
    {
        met.ChangeAll();
        pairs.ChangeAll();
    }

    public void Publish(TickRows into)
    {
        CountNewcomers();
        List<MetRow> metRows = into.Of(MetSection.Rows);
        met.Flush((key, ref row) => metRows.Add(new MetRow(PaneRows.SeriesOf(key), (byte)PaneRows.PaneOf(key), row)));
        List<PairRow> pairRows = into.Of(PairSection.Rows);
        pairs.Flush((key, ref row) => pairRows.Add(new PairRow(PaneRows.SeriesOf(key), PaneRows.PaneOf(key), row)));
        if (hasDropped)
        {
            hasDropped = false;
            pairs.Drop(row => row.IsZero);
        }
    }

    private void Meet(ReadOnlySpan<int> entities, EntityLevel level, ReadOnlySpan<int> before, bool isExcluded)
    {
        int campaign = entities[(int)EntityLevel.Campaign];
        int one = entities[(int)level];
        if (before.IsEmpty && !isExcluded)
        {
            Welcome(campaign, level, one);
            return;
        }
        var steps = new Steps(this, campaign, level, 1, isExcluded ? 1 : 0, pairs.Count > FewPairs ? ofBatch : null);
        AudienceOverlap.Meet(before, one, ref steps);
    }

    /// <summary>A visitor met somebody of a group of whom they had met nobody.</summary>
    private void Welcome(int campaign, EntityLevel level, int one)
    {
        if (one >= newcomers.Length)
        {
            Array.Resize(ref newcomers, (int)BitOperations.RoundUpToPowerOf2((uint)one + 1));
        }
        if (newcomers[one]++ == 0)
        {
            withNewcomers.Add((campaign, level, one));
            NoteMet(one);
        }
    }

    private void CountNewcomers()
    {
        foreach ((int campaign, EntityLevel level, int one) in withNewcomers)
        {
            int people = newcomers[one];
            newcomers[one] = 0;
            ref MetCounts any = ref Row(campaign, (int)level);
            any[MetColumns.People] += people;
            any[MetColumns.Alone] += people;
            ref MetCounts row = ref Row(one, Itself);
            row[MetColumns.People] += people;
            row[MetColumns.Alone] += people;
        }
        withNewcomers.Clear();
    }

    /// <summary>The row of an entity, or of its group: found without hashing, since there are few of an entity.</summary>
    private ref MetCounts Row(int entity, int group) =>
        ref met.Change(PaneRows.Key(entity, group), (entity * 2) + (group >> 1));

    private void NoteMet(int entity)
    {
        if (!paired.IsMet(entity))
        {
            paired.Add(entity);
        }
    }

    private void AddPair(ulong key, int people, int excluded)
    {
        if (paired.Have(PaneRows.SeriesOf(key), PaneRows.PaneOf(key)))
        {
            ref PeopleCounts row = ref pairs.Change(key);
            row.All += people;
            row.Excluded += excluded;
        }
    }

    private void DropPairs(int entity, IReadOnlyList<int> others)
    {
        hasDropped = true;
        foreach (int other in others)
        {
            ulong key = KeyOf(entity, other);
            if (!pairs.Find(key).IsZero)
            {
                pairs.Change(key) = default;
            }
        }
    }

    /// <summary>Counts the pairs of one that stands in them from now on, by the journeys of those who met it.</summary>
    private void Admit(int entity)
    {
        EntityLevel of = state.Subjects.Entities[entity].Level;
        ulong[] visitors = new ulong[(state.Journeys.Count / 64) + 1];
        for (int subject = 0; subject < state.Subjects.Subjects.Count; subject++)
        {
            if (state.Subjects.Entity(subject, of) == entity)
            {
                state.TouchedBy.Mark(state.Subjects.PlainOf(subject), visitors);
            }
        }
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            if ((visitors[visitor / 64] & (1UL << visitor)) != 0)
            {
                AdmitOf(visitor, entity);
            }
        }
    }

    private void AdmitOf(int visitor, int entity)
    {
        int excluded = state.Journeys.IsInauthentic(visitor) ? 1 : 0;
        sets.Find(
            state.Journeys.Touches(visitor),
            entityOf,
            (_, _, of) =>
            {
                if (of.Length <= AudienceOverlap.MostInPairs && of.Contains(entity))
                {
                    foreach (int other in of)
                    {
                        if (other != entity)
                        {
                            AddPair(KeyOf(entity, other), 1, excluded);
                        }
                    }
                }
            }
        );
    }

    private static ulong KeyOf(int one, int other) => PaneRows.Key(Math.Min(one, other), Math.Max(one, other));

    /// <param name="into">Takes pairs for later; null: they are counted at once.</param>
    private readonly struct Steps(
        OverlapContribution of,
        int campaign,
        EntityLevel level,
        int countAll,
        int countExcluded,
        List<(ulong, int, int)>? into
    ) : IOverlapSteps
    {
        public void Any(int people, int alone, int many) => Add(ref of.Row(campaign, (int)level), people, alone, many);

        public void One(int met, int people, int alone)
        {
            of.NoteMet(met);
            ref MetCounts row = ref of.Row(met, Itself);
            Add(ref row, people, alone, 0);
            if (row[MetColumns.People] == 0)
            {
                of.left.Add(met);
            }
        }

        public void Both(int one, int other, int people)
        {
            ulong key = KeyOf(one, other);
            if (into == null)
            {
                of.AddPair(key, people * countAll, people * countExcluded);
            }
            else
            {
                into.Add((key, people * countAll, people * countExcluded));
            }
        }

        private void Add(ref MetCounts row, int people, int alone, int many)
        {
            row[MetColumns.People] += people * countAll;
            row[MetColumns.Alone] += alone * countAll;
            row[MetColumns.Many] += many * countAll;
            row[MetColumns.Excluded + MetColumns.People] += people * countExcluded;
            row[MetColumns.Excluded + MetColumns.Alone] += alone * countExcluded;
            row[MetColumns.Excluded + MetColumns.Many] += many * countExcluded;
        }
    }
}
