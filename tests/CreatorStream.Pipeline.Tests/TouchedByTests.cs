using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Tests;

/// <summary>The index of who touched a subject.</summary>
public sealed class TouchedByTests : IDisposable
{
    private const int Subjects = 1_000;
    private const int Visitors = 500_000;

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Lists_that_all_grow_at_once_leave_little_behind()
    {
        var touched = new TouchedBy(memory.Open());
        for (int visitor = 0; visitor < Visitors; visitor++)
        {
            for (int touch = 0; touch < 5; touch++)
            {
                touched.Add(((visitor * 31) + (touch * 7)) % Subjects, visitor, visitor + 1);
            }
        }
        // A bit for each block of 64 visitors, of each subject.
        long needed = Subjects * (long)Visitors / 64 / 8;
        Assert.InRange(memory.Bytes(StatePart.Journeys), needed, 4 * needed);
        ulong[] marked = new ulong[(Visitors / 64) + 1];
        touched.Mark(Subjects - 1, marked);
        Assert.All(
            Enumerable.Range(0, Visitors / 64).Where(block => TouchesLast(block * 64)),
            block => Assert.NotEqual(0ul, marked[block])
        );
    }

    private static bool TouchesLast(int visitor) =>
        Enumerable.Range(0, 5).Any(touch => ((visitor * 31) + (touch * 7)) % Subjects == Subjects - 1);
}
