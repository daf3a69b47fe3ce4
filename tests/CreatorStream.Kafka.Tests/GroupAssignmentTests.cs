using CreatorStream.Kafka.Tasks;

namespace CreatorStream.Kafka.Tests;

public sealed class GroupAssignmentTests
{
    /// <summary>Version 3, the topics «x» with partition 9 and «tasks» with 1 and 4, no user data.</summary>
    private static readonly byte[] Two =
    [
        .. new byte[] { 0, 3, 0, 0, 0, 2 },
        .. new byte[] { 0, 1 },
        .. "x"u8,
        .. new byte[] { 0, 0, 0, 1, 0, 0, 0, 9 },
        .. new byte[] { 0, 5 },
        .. "tasks"u8,
        .. new byte[] { 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4 },
        .. new byte[] { 255, 255, 255, 255 },
    ];

    [Fact]
    public void The_partitions_of_the_topic_are_read() => Assert.Equal([1, 4], GroupAssignment.Read(Two, "tasks"));

    [Fact]
    public void Of_what_is_cut_short_nothing_is()
    {
        for (int length = 0; length < Two.Length - sizeof(int); length++)
        {
            Assert.Empty(GroupAssignment.Read(Two.AsSpan(0, length), "tasks"));
        }
    }
}
