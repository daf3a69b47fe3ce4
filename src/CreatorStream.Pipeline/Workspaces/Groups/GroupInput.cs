using System.Numerics;
using CreatorStream.Analytics.Authenticity.Groups;
using CreatorStream.Pipeline.Visitors.Groups;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Groups;

/// <summary>
/// What groups of actors are found from, copied from all partitions. All actors that there is such evidence about, or where they did
/// more than <see cref="MostActs"/> things, those whose hashes begin with so many zeros as make it that little. In the
/// order of names and hashes, so that what is found follows from the set of events alone.
/// </summary>
internal sealed class GroupInput : IFitInput
{
    public const int MostActs = 1 << 20;

    private readonly List<(int Partition, ulong Visitor)> actors = [];
    private readonly List<(string Content, string Campaign, string Creator, string Platform)> content = [];
    private readonly List<Act> acts = [];
    private readonly List<ContentHour> hours = [];
    private readonly List<string> creators = [];

    public GroupInput(
        IReadOnlyDictionary<int, EngagerBook.OfPartition> partitions,
        Func<int, int, PlacedSubject> placeOf,
        Func<PlacedSubject, string> platformOf,
        ForeignCountries foreign
    )
    {
        var subjects = new Dictionary<(int Partition, int Subject), string>();
        var places = new SortedDictionary<string, (string Campaign, string Creator, string Platform)>(
            StringComparer.Ordinal
        );
        foreach ((int partition, EngagerBook.OfPartition of) in partitions)
        {
            for (int number = 0; number < of.Visitors; number++)
            {
                foreach (EngagerAct act in of.ActsOf(number))
                {
                    Note(partition, act.Subject);
                }
            }
            for (int number = 0; number < of.Hours; number++)
            {
                Note(partition, of.HourOf(number).Subject);
            }
        }
        var contentNumbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string name, (string campaign, string creator, string platform)) in places)
        {
            contentNumbers[name] = content.Count;
            content.Add((name, campaign, creator, platform));
        }
        (int Partition, ulong Visitor, int Number)[] all = Actors(partitions);
        foreach ((int partition, ulong visitor, int row) in all)
        {
            foreach (EngagerAct act in partitions[partition].ActsOf(row))
            {
                int number = contentNumbers[subjects[(partition, act.Subject)]];
                string country = act.Country.Country;
                bool isFar = country.Length > 0 && foreign.IsForeign(content[number].Campaign, country);
                acts.Add(new Act(actors.Count, number, act.Minute, act.Events, act.IsUnseen, isFar));
            }
            actors.Add((partition, visitor));
        }
        var sums = new Dictionary<(int Content, int Hour), int>();
        foreach ((int partition, EngagerBook.OfPartition of) in partitions)
        {
            for (int number = 0; number < of.Hours; number++)
            {
                EngagedHourRow row = of.HourOf(number);
                (int, int) key = (contentNumbers[subjects[(partition, row.Subject)]], row.Hour);
                sums[key] = sums.GetValueOrDefault(key) + row.Events;
            }
        }
        hours.AddRange(sums.OrderBy(of => of.Key).Select(of => new ContentHour(of.Key.Content, of.Key.Hour, of.Value)));

        void Note(int partition, int subject)
        {
            if (subjects.ContainsKey((partition, subject)))
            {
                return;
            }
            PlacedSubject placed = placeOf(partition, subject);
            string name = placed.Subject.Content;
            subjects[(partition, subject)] = name;
            // Of what the catalog doesn't know, events may say several things: the first by name holds.
            (string, string, string) place = (placed.Placement.Campaign, placed.Placement.Creator, platformOf(placed));
            if (!places.TryGetValue(name, out (string, string, string) known) || Compare(place, known) < 0)
            {
                places[name] = place;
            }
        }
    }

    public (string Of, int Count) Size => ("creatorstream.acts", acts.Count);

    public bool GoOn() => true;

    /// <summary>In any thread.</summary>
    public IReadOnlyList<FoundGroup> Find()
    {
        creators.AddRange(
            content.Select(of => of.Creator).Where(of => of.Length > 0).Distinct().Order(StringComparer.Ordinal)
        );
        List<string> platforms = [.. content.Select(of => of.Platform).Distinct().Order(StringComparer.Ordinal)];
        var sample = new EngagementSample(
            actors.Count,
            acts,
            [
                .. content.Select(of => new ContentPlace(
                    creators.BinarySearch(of.Creator, StringComparer.Ordinal) is >= 0 and var creator ? creator : -1,
                    platforms.BinarySearch(of.Platform, StringComparer.Ordinal)
                )),
            ],
            hours
        );
        return [.. GroupAnalysis.Find(sample).Select(Named)];
    }

    private FoundGroup Named(GroupFinding of) =>
        new(
            of.Kind,
            of.Content < 0 ? null : content[of.Content].Content,
            of.Creator < 0 ? null : creators[of.Creator],
            of.FirstMinute,
            of.LastMinute,
            of.Expected,
            [
                .. of.Actors.Select(member => new GroupMember(
                    actors[member.Actor].Partition,
                    actors[member.Actor].Visitor,
                    member.Likelihood
                )),
            ],
            [
                .. of.Acts.Select(at => new GroupAct(
                    actors[acts[at].Actor].Visitor,
                    content[acts[at].Content].Campaign,
                    content[acts[at].Content].Content,
                    acts[at].Minute,
                    acts[at].Events
                )),
            ]
        );

    /// <summary>Whom it is about, by hash.</summary>
    private static (int Partition, ulong Visitor, int Number)[] Actors(
        IReadOnlyDictionary<int, EngagerBook.OfPartition> partitions
    )
    {
        var all = new List<(int Partition, ulong Visitor, int Number)>();
        long[] byZeros = new long[65];
        foreach ((int partition, EngagerBook.OfPartition of) in partitions)
        {
            for (int number = 0; number < of.Visitors; number++)
            {
                int count = of.ActsOf(number).Length;
                if (count > 0)
                {
                    byZeros[BitOperations.LeadingZeroCount(of.VisitorOf(number))] += count;
                    all.Add((partition, of.VisitorOf(number), number));
                }
            }
        }
        int level = 0;
        for (long left = byZeros.Sum(); left > MostActs; level++)
        {
            left -= byZeros[level];
        }
        return [.. all.Where(of => BitOperations.LeadingZeroCount(of.Visitor) >= level).OrderBy(of => of.Visitor)];
    }

    private static int Compare((string, string, string) a, (string, string, string) b)
    {
        int order = string.CompareOrdinal(a.Item1, b.Item1);
        order = order != 0 ? order : string.CompareOrdinal(a.Item2, b.Item2);
        return order != 0 ? order : string.CompareOrdinal(a.Item3, b.Item3);
    }
}
