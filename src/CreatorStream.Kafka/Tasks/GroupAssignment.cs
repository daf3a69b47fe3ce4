using System.Buffers.Binary;
using System.Text;

namespace CreatorStream.Kafka.Tasks;

/// <summary>What a member of a consumer group was given, as Kafka's protocol of consumers writes it (ConsumerProtocolAssignment).</summary>
internal static class GroupAssignment
{
    /// <summary>Version, then by topic its name's length and name, and how many partitions and which; all big-endian.</summary>
    /// <returns>The topic's partitions; none for what can't be read, such as a member that has nothing yet.</returns>
    public static IReadOnlyList<int> Read(ReadOnlySpan<byte> assignment, string topic)
    {
        var partitions = new List<int>();
        if (!TrySkip(ref assignment, sizeof(short)) || !TryTake(ref assignment, out int topics))
        {
            return [];
        }
        while (topics-- > 0)
        {
            if (
                !BinaryPrimitives.TryReadInt16BigEndian(assignment, out short length)
                || length < 0
                || assignment.Length < sizeof(short) + length
            )
            {
                return [];
            }
            bool isIt = Encoding.UTF8.GetString(assignment.Slice(sizeof(short), length)) == topic;
            assignment = assignment[(sizeof(short) + length)..];
            if (!TryTake(ref assignment, out int count))
            {
                return [];
            }
            while (count-- > 0)
            {
                if (!TryTake(ref assignment, out int partition))
                {
                    return [];
                }
                if (isIt)
                {
                    partitions.Add(partition);
                }
            }
        }
        return partitions;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> from, out int value) =>
        BinaryPrimitives.TryReadInt32BigEndian(from, out value) && TrySkip(ref from, sizeof(int));

    private static bool TrySkip(ref ReadOnlySpan<byte> from, int bytes)
    {
        if (from.Length < bytes)
        {
            return false;
        }
        from = from[bytes..];
        return true;
    }
}
