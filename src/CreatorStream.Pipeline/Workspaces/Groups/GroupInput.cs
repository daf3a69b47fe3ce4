using System.Numerics;
using CreatorStream.Analytics.Authenticity.Groups;
using CreatorStream.Pipeline.Visitors.Groups;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Groups;

/// <summary>
/// What groups of actors are found from, copied from all partitions, some in each turn of the loop that owns it. All actors that there
/// is such evidence about, or where they did more than <see cref="MostActs"/> things, those whose hashes begin with so many zeros as
/// make it that little. What changes meanwhile is of the next copy. In the order of names and hashes, so that what is found follows
/// from the set of events alone.
/// </summary>
internal sealed class GroupInput : IFitInput
{
    public const int MostActs = 1 << 20;

    /// <summary>What a turn looks at takes a few milliseconds at most.</summary>
    private const int CountedPerTurn = 1 << 16;

    private const int CopiedPerTurn = 1 << 13;
    private const int PlacedPerTurn = 1 << 12;

    private readonly EngagerBook book;
    private readonly Func<int, int, PlacedSubject> placeOf;
    private readonly Func<PlacedSubject, string> platformOf;
    private readonly Func<string, long?> publishedOf;
    private readonly ForeignCountries foreign;
    private readonly IEnumerator<int> filling;

    private readonly List<Actor> actors = [];
    private readonly List<EngagerAct> acts = [];
    private readonly List<(int Partition, EngagedHourRow Row)> hours = [];

    /// <summary>By partition and subject, what it is called and where it belongs.</summary>
    private readonly Dictionary<(int Partition, int Subject), Place> places = [];

    public GroupInput(
        EngagerBook book,
        Func<int, int, PlacedSubject> placeOf,
        Func<PlacedSubject, string> platformOf,
        Func<string, long?> publishedOf,
        ForeignCountries foreign
    )
    {
        (this.book, this.placeOf, this.platformOf) = (book, placeOf, platformOf);
        (this.publishedOf, this.foreign) = (publishedOf, foreign);
        filling = Fill().GetEnumerator();
    }

    public (string Of, int Count) Size => ("creatorstream.acts", acts.Count);

    public bool GoOn() => !filling.MoveNext();

    private IEnumerable<int> Fill()
    {
        // A partition that begins anew takes its numbers with it.
        for (long voids = -1; voids != book.Voids; )
        {
            voids = book.Voids;
            actors.Clear();
            acts.Clear();
            hours.Clear();
            places.Clear();
            foreach (int turn in Copy())
            {
                yield return turn;
                if (book.Voids != voids)
                {
                    break;
                }
            }
        }
        foreign.Copy(places.Values.Select(of => of.Campaign));
    }

    private IEnumerable<int> Copy()
    {
        KeyValuePair<int, EngagerBook.OfPartition>[] partitions = [.. book.Partitions];
        long[] byZeros = new long[65];
        int turn = 0;
        foreach ((int _, EngagerBook.OfPartition of) in partitions)
        {
            for (int number = 0; number < of.Visitors; number++)
            {
                byZeros[BitOperations.LeadingZeroCount(of.VisitorOf(number))] += of.ActsOf(number).Length;
                if (++turn % CountedPerTurn == 0)
                {
                    yield return turn;
                }
            }
        }
        int level = 0;
        for (long left = byZeros.Sum(); left > MostActs; level++)
        {
            left -= byZeros[level];
        }
        foreach ((int partition, EngagerBook.OfPartition of) in partitions)
        {
            for (int number = 0; number < of.Visitors; number++)
            {
                ulong visitor = of.VisitorOf(number);
                if (BitOperations.LeadingZeroCount(visitor) >= level && of.ActsOf(number) is { IsEmpty: false } did)
                {
                    actors.Add(new Actor(partition, visitor, acts.Count, did.Length));
                    acts.AddRange(did);
                    foreach (EngagerAct act in did)
                    {
                        places.TryAdd((partition, act.Subject), default);
                    }
                }
                if (++turn % CopiedPerTurn == 0)
                {
                    yield return turn;
                }
            }
            for (int number = 0; number < of.Hours; number++)
            {
                EngagedHourRow row = of.HourOf(number);
                hours.Add((partition, row));
                places.TryAdd((partition, row.Subject), default);
                if (++turn % CopiedPerTurn == 0)
                {
                    yield return turn;
                }
            }
        }
        foreach ((int partition, int subject) in places.Keys.ToArray())
        {
            PlacedSubject placed = placeOf(partition, subject);
            places[(partition, subject)] = new Place(
                placed.Subject.Content,
                placed.Placement.Campaign,
                placed.Placement.Creator,
                platformOf(placed),
                publishedOf(placed.Subject.Content)
            );
            if (++turn % PlacedPerTurn == 0)
            {
                yield return turn;
            }
        }
    }

    /// <summary>In any thread.</summary>
    public IReadOnlyList<FoundGroup> Find()
    {
        // Of what the catalog doesn't know, events may say several things: the first by name holds.
        Place[] content = [.. places.Values.Order().DistinctBy(of => of.Content)];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Place of in content)
        {
            numbers[of.Content] = numbers.Count;
        }
        string[] creators = Names(content.Select(of => of.Creator).Where(of => of.Length > 0));
        string[] platforms = Names(content.Select(of => of.Platform));
        Actor[] ordered = [.. actors.OrderBy(of => of.Visitor)];
        var sample = new EngagementSample(
            ordered.Length,
            [.. ordered.SelectMany(ActsOf)],
            [
                .. content.Select(of => new ContentPlace(
                    Array.BinarySearch(creators, of.Creator, StringComparer.Ordinal) is >= 0 and var creator
                        ? creator
                        : -1,
                    Array.BinarySearch(platforms, of.Platform, StringComparer.Ordinal),
                    of.PublishedMicros is { } micros ? EngagerContribution.MinuteOf(micros) : null
                )),
            ],
            [
                // What names no content shows nothing of how much went on at any.
                .. hours
                    .Where(of => places[(of.Partition, of.Row.Subject)].Content.Length > 0)
                    .GroupBy(of => (NumberOf(of.Partition, of.Row.Subject), of.Row.Hour), of => of.Row.Events)
                    .OrderBy(of => of.Key)
                    .Select(of => new ContentHour(of.Key.Item1, of.Key.Hour, of.Sum())),
            ]
        );
        return [.. GroupAnalysis.Find(sample).Select(of => Named(of, sample, ordered, content, creators))];

        int NumberOf(int partition, int subject) => numbers[places[(partition, subject)].Content];

        IEnumerable<Act> ActsOf(Actor of, int actor)
        {
            for (int at = of.First; at < of.First + of.Count; at++)
            {
                EngagerAct act = acts[at];
                int number = NumberOf(of.Partition, act.Subject);
                string country = act.Country.Country;
                bool isFar = country.Length > 0 && foreign.IsForeign(content[number].Campaign, country);
                yield return new Act(actor, number, act.Minute, act.Events, act.IsUnseen, isFar);
            }
        }
    }

    private static FoundGroup Named(
        GroupFinding of,
        EngagementSample sample,
        Actor[] actors,
        Place[] content,
        string[] creators
    ) =>
        new(
            of.Kind,
            of.Content < 0 ? null : content[of.Content].Content,
            of.Creator < 0 ? null : creators[of.Creator],
            content[sample.Acts[of.Acts[0]].Content].Platform,
            of.FirstMinute,
            of.LastMinute,
            of.Expected,
            [
                .. of.Actors.Select(member => new GroupMember(
                    actors[member.Actor].Partition,
                    actors[member.Actor].Visitor,
                    member.Likelihood,
                    member.IsFollowed,
                    member.HasJoined
                )),
            ],
            [
                .. of
                    .Acts.Select(at => sample.Acts[at])
                    .Select(act => new GroupAct(
                        actors[act.Actor].Visitor,
                        content[act.Content].Campaign,
                        content[act.Content].Content,
                        act.Minute,
                        act.Events
                    )),
            ]
        );

    private static string[] Names(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];

    private readonly record struct Actor(int Partition, ulong Visitor, int First, int Count);

    private readonly record struct Place(
        string Content,
        string Campaign,
        string Creator,
        string Platform,
        long? PublishedMicros
    ) : IComparable<Place>
    {
        public int CompareTo(Place other)
        {
            int order = string.CompareOrdinal(Content, other.Content);
            order = order != 0 ? order : string.CompareOrdinal(Campaign, other.Campaign);
            order = order != 0 ? order : string.CompareOrdinal(Creator, other.Creator);
            return order != 0 ? order : string.CompareOrdinal(Platform, other.Platform);
        }
    }
}
