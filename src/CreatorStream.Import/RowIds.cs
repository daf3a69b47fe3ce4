using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CreatorStream.Import;

/// <summary>
/// Ids for rows that have none: a hash of the row's bytes and, since equal rows are distinct events, how many equal
/// ones came before. So the ids of an import depend on the multiset of its rows only: not on their order, and a
/// second import gives the same ones. Costs about 40 bytes of memory a row.
/// </summary>
internal sealed class RowIds
{
    private readonly Dictionary<UInt128, int> seen = [];

    /// <summary>24 hex digits, followed by <c>-n</c> for the n-th repeat of a row.</summary>
    public string Next(ReadOnlySpan<byte> row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(row, hash);
        ref int repeats = ref CollectionsMarshal.GetValueRefOrAddDefault(
            seen,
            BinaryPrimitives.ReadUInt128BigEndian(hash),
            out _
        );
        string id = Convert.ToHexStringLower(hash[..12]);
        return repeats++ == 0 ? id : $"{id}-{repeats - 1}";
    }
}
