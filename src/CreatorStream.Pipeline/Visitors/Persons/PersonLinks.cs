using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Persons;

/// <summary>
/// By what visitors are known beside their own ids, in the order in which it came: a set that no journey holds. Stage 2 finds from
/// all partitions' who is one person.
/// </summary>
public sealed class PersonLinks(StateScope scope)
{
    private readonly StateList<PersonLink> links = new(scope, StatePart.Visitors);
    private readonly FingerprintSet known = new(scope);

    public int Count => links.Count;

    public PersonLink this[int number] => links[number];

    /// <param name="visitor">Its number in the task.</param>
    /// <param name="mark">See <see cref="PersonMark.KeyOf"/>.</param>
    /// <returns>false where it is there already.</returns>
    public bool Add(int visitor, ulong mark)
    {
        if (!known.Add(Hash64.Combine(mark, (ulong)visitor)))
        {
            return false;
        }
        links.Add(new PersonLink(mark, visitor));
        return true;
    }
}

/// <summary>That a visitor is known by a mark.</summary>
public readonly record struct PersonLink(ulong Mark, int Visitor);
