using System.Runtime.InteropServices;
using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Overlap;
using CreatorStream.Pipeline.Workspaces.Orders;
using CreatorStream.Pipeline.Workspaces.Overlap;

namespace CreatorStream.Pipeline.Workspaces.Persons;

/// <summary>
/// What the overlap of audiences comes to because several visitors are one person: by whom they met together, less what each of them
/// counts for, which their partitions have counted.
/// </summary>
/// <param name="place">By partition and number of a subject.</param>
/// <param name="platformOf">Empty: nobody says.</param>
public sealed class PersonOverlap(
    Func<int, int, PlacedSubject> place,
    Func<Subject, string> platformOf,
    OverlapBook book
)
{
    /// <summary>In the place of the other of a pair.</summary>
    private const int OfGroup = -1;

    private const int OfOne = -2;

    private readonly Dictionary<Entity, int> numbers = [];

    /// <summary>By number, with the number of the group that it is of; a group has no name, and its own.</summary>
    private readonly List<(Entity Entity, int Group)> entities = [];

    // Of the person under way.
    private readonly HashSet<int> own = [];
    private readonly HashSet<int> all = [];
    private readonly HashSet<int> authentic = [];
    private readonly HashSet<(int Partition, int Subject)> seen = [];
    private readonly Dictionary<(int One, int Other, int Column), (int All, int Authentic)> sums = [];

    /// <summary>Adds one of the visitors.</summary>
    public void Add(int partition, bool isInauthentic, ReadOnlySpan<JourneyTouch> journey)
    {
        own.Clear();
        seen.Clear();
        foreach (JourneyTouch touch in journey)
        {
            if (seen.Add((partition, touch.Subject)))
            {
                AddMet(place(partition, touch.Subject));
            }
        }
        Count(own, -1, isInauthentic ? 0 : -1);
        all.UnionWith(own);
        if (!isInauthentic)
        {
            authentic.UnionWith(own);
        }
    }

    /// <summary>What all who were added come to as one person, beyond what they come to one by one.</summary>
    public void Take(List<OverlapStep> into)
    {
        Count(all, 1, 0);
        Count(authentic, 0, 1);
        into.Clear();
        foreach (((int one, int other, int column), (int sum, int ofAuthentic)) in sums)
        {
            if (sum != 0 || ofAuthentic != 0)
            {
                into.Add(new OverlapStep(one, other, column, sum, sum - ofAuthentic));
            }
        }
        all.Clear();
        authentic.Clear();
        sums.Clear();
    }

    /// <summary>Adds steps to the figures, or takes them back.</summary>
    /// <param name="sign">1 or −1.</param>
    public void Apply(ReadOnlySpan<OverlapStep> steps, int sign)
    {
        foreach (OverlapStep step in steps)
        {
            Entity one = entities[step.One].Entity;
            (int sum, int excluded) = (sign * step.All, sign * step.Excluded);
            if (step.Other >= 0)
            {
                var people = new PeopleCounts { All = sum, Excluded = excluded };
                book.Add(one, entities[step.Other].Entity, people);
                continue;
            }
            var met = new MetCounts();
            met[step.Column] = sum;
            met[step.Column + MetColumns.Excluded] = excluded;
            if (step.Other == OfGroup)
            {
                book.AddAny(one.Campaign, one.Level, met);
            }
            else
            {
                book.Add(one, met);
            }
        }
    }

    private void AddMet(PlacedSubject about)
    {
        (string campaign, string creator) = about.Placement;
        if (campaign.Length == 0)
        {
            return;
        }
        AddMet(about.Subject.Workspace, campaign, EntityLevel.Creator, creator);
        AddMet(about.Subject.Workspace, campaign, EntityLevel.Platform, platformOf(about.Subject));
    }

    private void AddMet(string workspace, string campaign, EntityLevel level, string name)
    {
        if (name.Length > 0)
        {
            own.Add(NumberOf(new Entity(workspace, campaign, level, name)));
        }
    }

    /// <summary>Adds what somebody comes to who met these.</summary>
    private void Count(HashSet<int> met, int countAll, int countAuthentic)
    {
        foreach (IGrouping<int, int> group in met.GroupBy(number => entities[number].Group))
        {
            int[] ofGroup = [.. group];
            var steps = new Steps(sums, group.Key, countAll, countAuthentic);
            AudienceOverlap.Count(ofGroup, ref steps);
        }
    }

    private int NumberOf(Entity entity)
    {
        if (numbers.TryGetValue(entity, out int number))
        {
            return number;
        }
        int group = entity.Name.Length == 0 ? entities.Count : NumberOf(entity with { Name = "" });
        numbers[entity] = number = entities.Count;
        entities.Add((entity, group));
        return number;
    }

    private readonly struct Steps(
        Dictionary<(int One, int Other, int Column), (int All, int Authentic)> sums,
        int group,
        int countAll,
        int countAuthentic
    ) : IOverlapSteps
    {
        public void Any(int people, int alone, int many)
        {
            Add(group, OfGroup, MetColumns.People, people);
            Add(group, OfGroup, MetColumns.Alone, alone);
            Add(group, OfGroup, MetColumns.Many, many);
        }

        public void One(int met, int people, int alone)
        {
            Add(met, OfOne, MetColumns.People, people);
            Add(met, OfOne, MetColumns.Alone, alone);
        }

        public void Both(int one, int other, int people) => Add(Math.Min(one, other), Math.Max(one, other), 0, people);

        private void Add(int one, int other, int column, int by)
        {
            ref (int All, int Authentic) sum = ref CollectionsMarshal.GetValueRefOrAddDefault(
                sums,
                (one, other, column),
                out _
            );
            sum = (sum.All + (by * countAll), sum.Authentic + (by * countAuthentic));
        }
    }
}

/// <summary>What a person of several visitors is counted for in the overlap of audiences, beyond what each of them is.</summary>
/// <param name="One">The number of a creator, platform or group.</param>
/// <param name="Other">Of a pair the number of the other; below 0: no pair.</param>
/// <param name="Column">Of <see cref="MetColumns"/>.</param>
public readonly record struct OverlapStep(int One, int Other, int Column, int All, int Excluded);
