using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Overlap;

/// <summary>
/// The creators and platforms that anybody met, and which of them stand in pairs: of each group in this partition the first
/// by <see cref="PairRank"/>, as far as the catalog was known when they were last ranked.
/// </summary>
/// <param name="drop">Told of one that stands in pairs no more, and of those that do.</param>
internal sealed class PairedEntities(VisitorState state, Action<int, IReadOnlyList<int>> drop)
{
    private readonly Dictionary<(string Workspace, string Campaign, EntityLevel Level), Group> groups = [];
    private bool[] isMet = [];
    private bool[] isPaired = [];

    public bool IsMet(int entity) => entity < isMet.Length && isMet[entity];

    /// <summary>Whether those who met both are counted.</summary>
    public bool Have(int one, int other) => IsPaired(one) && IsPaired(other);

    public bool IsPaired(int entity) => entity < isPaired.Length && isPaired[entity];

    /// <summary>Somebody met one that nobody had met.</summary>
    public void Add(int entity)
    {
        Fit(entity);
        isMet[entity] = true;
        Group group = GroupOf(entity);
        group.Met.Add(entity);
        if (group.Paired.Count < PairRank.Most)
        {
            Pair(group, entity);
            return;
        }
        int last = group.Last ??= group.Paired.MaxBy(RankOf, PairRank.Order);
        if (PairRank.Order.Compare(RankOf(entity), RankOf(last)) < 0)
        {
            Drop(group, last);
            Pair(group, entity);
        }
    }

    /// <summary>Nobody met one any more: the next of its group stand in pairs after <see cref="Rank"/>.</summary>
    public void Remove(int entity)
    {
        Group group = GroupOf(entity);
        isMet[entity] = false;
        group.Met.Remove(entity);
        if (isPaired[entity])
        {
            Drop(group, entity);
        }
    }

    /// <summary>Ranks the groups that have too many anew.</summary>
    /// <param name="admit">Told of one that stands in pairs from now on, of which none are counted yet.</param>
    public void Rank(Action<int> admit)
    {
        foreach (Group group in groups.Values)
        {
            if (group.Met.Count == group.Paired.Count)
            {
                continue;
            }
            HashSet<int> first = [.. group.Met.OrderBy(RankOf, PairRank.Order).Take(PairRank.Most)];
            foreach (int gone in group.Paired.Where(paired => !first.Contains(paired)).ToList())
            {
                Drop(group, gone);
            }
            foreach (int come in first.Where(met => !isPaired[met]))
            {
                Pair(group, come);
                admit(come);
            }
        }
    }

    private void Pair(Group group, int entity)
    {
        isPaired[entity] = true;
        group.Paired.Add(entity);
        group.Last = null;
    }

    private void Drop(Group group, int entity)
    {
        isPaired[entity] = false;
        group.Paired.Remove(entity);
        group.Last = null;
        drop(entity, group.Paired);
    }

    private PairRank RankOf(int entity)
    {
        Entity of = state.Subjects.Entities[entity];
        return PairRank.Of(state.Catalog[of.Workspace], of.Campaign, of.Level, of.Name);
    }

    private Group GroupOf(int entity)
    {
        Entity of = state.Subjects.Entities[entity];
        (string, string, EntityLevel) key = (of.Workspace, of.Campaign, of.Level);
        if (!groups.TryGetValue(key, out Group? group))
        {
            groups[key] = group = new Group();
        }
        return group;
    }

    private void Fit(int entity)
    {
        if (entity >= isMet.Length)
        {
            int length = Math.Max(entity + 1, isMet.Length * 2);
            Array.Resize(ref isMet, length);
            Array.Resize(ref isPaired, length);
        }
    }

    private sealed class Group
    {
        public HashSet<int> Met { get; } = [];
        public List<int> Paired { get; } = [];

        /// <summary>The last by rank of those that stand in pairs; null: to be found out.</summary>
        public int? Last { get; set; }
    }
}
