using System.Globalization;
using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// What the log keeps of a visitor who was erased, in place of the name: the keyed hash by which the visitor's events
/// are told apart, so that every figure stays and a repeat is a duplicate like any other, and the hash by which the
/// partition is found. Nothing leads from the first back to the name; the second tells who reads the log which of the names that he
/// has a list of it may be.
/// </summary>
/// <param name="Hash">Of the visitor's name, <see cref="Hash64"/> under the log's secret.</param>
/// <param name="Murmur2">Of the visitor's name, unkeyed: where its events live, see <see cref="Partitioner"/>.</param>
public readonly record struct ErasedPerson(ulong Hash, uint Murmur2)
{
    /// <summary>Hexadecimal digits of both.</summary>
    internal const int TextBytes = 24;
    private const int HashDigits = 16;

    /// <param name="secret">The log's.</param>
    public static ErasedPerson Of(ReadOnlySpan<byte> visitor, ulong secret) =>
        new(Hash64.Compute(visitor, secret), Partitioner.Murmur2(visitor));

    /// <summary>The partition of its events.</summary>
    public int HomeOf(int partitions) => Partitioner.PartitionOf(Murmur2, partitions);

    public override string ToString() => $"{Hash:x16}{Murmur2:x8}";

    public static bool TryParse(ReadOnlySpan<byte> text, out ErasedPerson person)
    {
        person = default;
        if (
            text.Length != TextBytes
            || !ulong.TryParse(
                text[..HashDigits],
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out ulong hash
            )
            || !uint.TryParse(
                text[HashDigits..],
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out uint murmur2
            )
        )
        {
            return false;
        }
        person = new ErasedPerson(hash, murmur2);
        return true;
    }

    /// <exception cref="FormatException">It is not the text of one.</exception>
    public static ErasedPerson Parse(ReadOnlySpan<byte> text) =>
        TryParse(text, out ErasedPerson person)
            ? person
            : throw new FormatException($"«{Encoding.UTF8.GetString(text)}» is no erased person.");
}
