using System.Runtime.InteropServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Visitors.Unconverted;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Persons;

/// <summary>What somebody met by several ids who bought nothing, by the rules of the path of one visitor (<see cref="LastSubjects"/>).</summary>
/// <param name="place">By partition and number of a subject.</param>
internal sealed class PersonPaths(PersonBook persons, Func<int, int, PlacedSubject> place)
{
    private const ulong Salt = 0x706572736f6e; // "person"

    private readonly List<JourneyTouch> all = [];

    /// <summary>What the subjects of these touches stand for: partitions number them each for itself.</summary>
    private readonly List<(int Partition, int Subject)> subjects = [];
    private readonly Dictionary<Subject, int> numbers = [];
    private readonly List<(int Partition, int Subject)> path = [];
    private LastSubjects? met;

    /// <summary>
    /// Whether somebody counts for all of a person: of those who are one, a single one does. Visitors are sampled by how many
    /// zeros their hashes begin with (<see cref="VisitorSample"/>), so it must not be the smallest hash: that would bring
    /// persons of many ids into a sample too often.
    /// </summary>
    /// <param name="isPerson">false: nobody else is that person.</param>
    public bool CountsFor(ulong visitor, out bool isPerson)
    {
        ReadOnlySpan<int> of = persons.PersonOf(visitor);
        isPerson = !of.IsEmpty;
        ulong own = RankOf(visitor);
        foreach (int one in of)
        {
            if (RankOf(persons.HashOf(one)) < own)
            {
                return false;
            }
        }
        return true;
    }

    /// <returns>Subjects by partition, the earliest first; none: somebody of them bought. Valid until the next.</returns>
    /// <param name="authenticOnly">Leaves out inauthentic actors.</param>
    public IReadOnlyList<(int Partition, int Subject)> Of(ulong visitor, bool authenticOnly)
    {
        all.Clear();
        subjects.Clear();
        numbers.Clear();
        path.Clear();
        foreach (int one in persons.PersonOf(visitor))
        {
            if (persons.HasBought(one))
            {
                return path;
            }
            if (authenticOnly && persons.IsInauthentic(one))
            {
                continue;
            }
            foreach (JourneyTouch touch in persons.TouchesOf(one))
            {
                all.Add(touch with { Subject = NumberOf(persons.PartitionOf(one), touch.Subject) });
            }
        }
        // By subject too: numbers follow from the order of visitors, and what ties is sorted by name.
        all.Sort((a, b) => a.Key.CompareTo(b.Key) is not 0 and var order ? order : a.Subject.CompareTo(b.Subject));
        met ??= new LastSubjects(
            number => place(subjects[number].Partition, subjects[number].Subject).Subject,
            of => of
        );
        foreach ((_, int subject) in met.Of(new WholeJourney(CollectionsMarshal.AsSpan(all))))
        {
            path.Add(subjects[subject]);
        }
        return path;
    }

    /// <summary>A hash of it, which says nothing of how it begins.</summary>
    private static ulong RankOf(ulong visitor) => Hash64.Combine(Hash64.Combine(Salt, visitor), Salt);

    private int NumberOf(int partition, int subject)
    {
        Subject about = place(partition, subject).Subject;
        if (!numbers.TryGetValue(about, out int number))
        {
            numbers[about] = number = subjects.Count;
            subjects.Add((partition, subject));
        }
        return number;
    }
}
