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
        // A bit for each block of 128 visitors, of each subject.
        long needed = Subjects * (long)Visitors / 128 / 8;
        Assert.InRange(memory.Bytes(StatePart.Journeys), needed, 4 * needed);
        // The last block is not full: of its second half there are no bits.
        int subject = (Visitors - 1) * 31 % Subjects;
        ulong[] marked = new ulong[(Visitors + 63) / 64];
        touched.Mark(subject, marked);
        Assert.All(
            Enumerable.Range(0, Visitors).Where(visitor => Touches(visitor, subject)),
            visitor => Assert.True((marked[visitor / 64] & (1UL << visitor)) != 0)
        );
    }

    private static bool Touches(int visitor, int subject) =>
        Enumerable.Range(0, 5).Any(touch => ((visitor * 31) + (touch * 7)) % Subjects == subject);
}
