using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Visitors.Persons;
using CreatorStream.Pipeline.Visitors.Unconverted;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Persons;

namespace CreatorStream.Pipeline.Tests;

public sealed class PersonBookTests : IDisposable
{
    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    /// <summary>Also around the bounds, where who is joined with whom is another matter with each link.</summary>
    [Fact]
    public void Who_is_one_person_follows_from_the_links_whatever_came_first()
    {
        for (int round = 0; round < 60; round++)
        {
            var random = new Random(seed + round);
            int visitors = random.Next(2, 120);
            int marks = random.Next(1, 60);
            // Some marks, and some visitors, have very many.
            PersonRow[] links =
            [
                .. Enumerable
                    .Range(0, random.Next(1, 300))
                    .Select(_ => new PersonRow(
                        "default",
                        (ulong)(1 + random.Next(random.Next(8) == 0 ? 2 : visitors)),
                        (ulong)(1 + random.Next(random.Next(8) == 0 ? 2 : marks))
                    )),
            ];
            PersonBook book = Book();
            var said = new List<PersonRow>();
            var apart = new HashSet<ulong>();
            foreach (PersonRow link in links)
            {
                said.Add(link);
                book.Put(link);
                if (random.Next(20) == 0)
                {
                    ulong visitor = (ulong)(1 + random.Next(visitors));
                    bool isApart = apart.Add(visitor) || !apart.Remove(visitor);
                    book.Separate(visitor, isApart);
                }
                int left = random.Next(5);
                book.Settle(() => left-- == 0);
                if (random.Next(10) == 0)
                {
                    AssertEqual(said, apart, book, round);
                }
            }
            AssertEqual(said, apart, book, round);
        }
    }

    [Fact]
    public void A_mark_of_many_joins_nobody_and_those_it_joined_are_apart_again()
    {
        PersonBook book = Book();
        for (ulong visitor = 1; visitor <= PersonBook.MostVisitors; visitor++)
        {
            book.Put(new PersonRow("default", visitor, 1));
        }
        book.Settle(() => false);
        Assert.Equal(PersonBook.MostVisitors, book.PersonOf(1).Length);
        Assert.Equal((1, PersonBook.MostVisitors), book.Joined);
        book.Put(new PersonRow("default", 99, 1));
        book.Settle(() => false);
        Assert.Equal(0, book.PersonOf(1).Length);
        Assert.Equal((0, 0), book.Joined);
    }

    [Fact]
    public void A_device_that_many_use_joins_none_of_them()
    {
        PersonBook book = Book();
        for (ulong mark = 1; mark <= PersonBook.MostMarks; mark++)
        {
            book.Put(new PersonRow("default", 1, mark));
            book.Put(new PersonRow("default", 1 + mark, mark));
        }
        book.Settle(() => false);
        Assert.Equal(PersonBook.MostMarks + 1, book.PersonOf(1).Length);
        book.Put(new PersonRow("default", 1, 99));
        book.Settle(() => false);
        Assert.Equal(0, book.PersonOf(1).Length);
        Assert.Equal(0, book.PersonOf(2).Length);
    }

    [Fact]
    public void Who_met_more_than_a_person_does_is_joined_with_nobody()
    {
        var numbers = new PartitionNumbers();
        numbers.Subjects.Add(new Numbered<Subject>(0, new Subject("default", "", "", "", "", "")));
        PersonBook book = new WorkspaceState(
            "default",
            new Dictionary<int, PartitionNumbers> { [0] = numbers },
            memory.Open(),
            Facts.Secret
        ).Persons;
        book.Put(new PersonRow("default", 1, 1));
        book.Put(new PersonRow("default", 2, 1));
        Meet(PersonBook.MostTouches);
        Assert.Equal(2, book.PersonOf(1).Length);
        book.Put(0, Journey(1) with { TouchesBefore = PersonBook.MostTouches });
        book.Settle(() => false);
        Assert.Equal(0, book.PersonOf(1).Length);
        Assert.Equal(0, book.PersonOf(2).Length);
        // A new owner of the partition counts anew.
        Meet(10);
        Assert.Equal(2, book.PersonOf(2).Length);

        void Meet(int touches)
        {
            book.Put(0, Journey(touches));
            book.Settle(() => false);
        }

        static JourneyRow Journey(int touches) =>
            new(
                "default",
                1,
                false,
                Enumerable
                    .Range(1, touches)
                    .Select(n => new JourneyTouch(TouchKey.Of(Facts.NowMicros + n, EventType.Click), 0, 0))
                    .ToArray(),
                default
            );
    }

    [Fact]
    public void Who_is_one_person_stays_so_while_that_is_found_anew()
    {
        PersonBook book = Book();
        book.Put(new PersonRow("default", 1, 1));
        book.Put(new PersonRow("default", 2, 1));
        book.Settle(() => false);
        book.Void(0);
        Assert.False(book.AreSettled);
        Assert.Equal(2, book.PersonOf(1).Length);
        Assert.Equal((1, 2), book.Joined);
        book.Settle(() => true);
        Assert.Equal(2, book.PersonOf(1).Length);
        Assert.Equal((1, 2), book.Joined);
        book.Settle(() => false);
        Assert.True(book.AreSettled);
    }

    /// <summary>A sample holds those whose hashes begin with so many zeros, and each stands for 2^level.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Persons_of_many_ids_are_no_more_often_in_a_sample_than_others(int ids)
    {
        const int People = 4_000;
        const int Level = 3;
        var random = new Random(ids);
        ulong[] visitors = [.. Enumerable.Range(0, People * ids).Select(_ => (ulong)random.NextInt64() << 1)];
        PersonBook book = Book();
        for (int at = 0; at < visitors.Length; at++)
        {
            book.Put(new PersonRow("default", visitors[at], (ulong)(1 + (at / ids))));
        }
        book.Settle(() => false);
        var paths = new PersonPaths(book, (_, _) => throw new NotSupportedException());
        Assert.Equal(People, visitors.Count(visitor => paths.CountsFor(visitor, out _)));
        int sampled = visitors.Count(visitor => VisitorSample.Holds(Level, visitor) && paths.CountsFor(visitor, out _));
        // Four standard deviations are 17 %.
        Assert.InRange(sampled << Level, People * 0.8, People * 1.2);
    }

    private void AssertEqual(List<PersonRow> said, HashSet<ulong> apart, PersonBook book, int round)
    {
        book.Settle(() => false);
        Dictionary<ulong, HashSet<ulong>> persons = Persons(said, apart);
        foreach (ulong visitor in said.Select(of => of.Visitor).Distinct())
        {
            ulong[] expected = [.. persons[visitor].Order()];
            var actual = new List<ulong>();
            foreach (int other in book.PersonOf(visitor))
            {
                actual.Add(book.HashOf(other));
            }
            Assert.True(
                expected.Length == 1 ? actual.Count == 0 : expected.SequenceEqual(actual),
                $"seed {seed + round}: {visitor} is {string.Join(' ', actual)}, not {string.Join(' ', expected)}"
            );
        }
        int joined = persons.Values.Count(of => of.Count > 1);
        Assert.True(joined == book.Joined.Visitors, $"seed {seed + round}");
    }

    /// <summary>By walking from each visitor, as often as anybody is added.</summary>
    private static Dictionary<ulong, HashSet<ulong>> Persons(List<PersonRow> said, HashSet<ulong> apart)
    {
        (ulong Visitor, ulong Mark)[] links = [.. said.Select(of => (of.Visitor, of.Mark)).Distinct()];
        ulong[] all = [.. links.Select(of => of.Visitor).Distinct()];
        links =
        [
            .. links.Where(of =>
                links.Count(other => other.Mark == of.Mark) <= PersonBook.MostVisitors
                && links.Count(other => other.Visitor == of.Visitor) <= PersonBook.MostMarks
                && !apart.Contains(of.Visitor)
            ),
        ];
        return all.ToDictionary(visitor => visitor, Of);

        HashSet<ulong> Of(ulong visitor)
        {
            HashSet<ulong> person = [visitor];
            int before;
            do
            {
                before = person.Count;
                var marks = links.Where(of => person.Contains(of.Visitor)).Select(of => of.Mark).ToHashSet();
                person.UnionWith(links.Where(of => marks.Contains(of.Mark)).Select(of => of.Visitor));
            } while (person.Count > before);
            return person.Count > PersonBook.MostVisitors ? [visitor] : person;
        }
    }

    private PersonBook Book() => None(memory.Open());

    /// <summary>Of a workspace in which nobody is known by anything.</summary>
    internal static PersonBook None(StateScope scope) =>
        new WorkspaceState("default", new Dictionary<int, PartitionNumbers>(), scope, Facts.Secret).Persons;
}
