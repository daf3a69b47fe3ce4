using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CreatorStream.Events;

/// <summary>The quotes of a text, found many bytes at a time: bit i of word w marks byte 64 w + i.</summary>
internal ref struct QuoteMarks(ReadOnlySpan<ulong> words, int length)
{
    /// <summary>The shortest text that <see cref="Find"/> reads, which is shorter than any event.</summary>
    public const int LeastBytes = 64;

    private readonly ReadOnlySpan<ulong> words = words[..((length + 63) / 64)];
    private ulong left = words[0];
    private int word;

    /// <summary>The place of the next quote, or the text's length behind the last one.</summary>
    public int Next()
    {
        while (left == 0)
        {
            if (word + 1 >= words.Length)
            {
                return length;
            }
            left = words[++word];
        }
        int at = (word * 64) + BitOperations.TrailingZeroCount(left);
        left &= left - 1;
        return at;
    }

    /// <summary>Marks the quotes of a text of at least <see cref="LeastBytes"/> bytes.</summary>
    /// <returns>Whether all of it is printable ASCII without a backslash.</returns>
    public static bool Find(ReadOnlySpan<byte> text, Span<ulong> words)
    {
        ref byte first = ref MemoryMarshal.GetReference(text);
        Vector256<byte> odd = default;
        int count = text.Length / 64;
        for (int word = 0; word < count; word++)
        {
            words[word] = Mark(ref first, (nuint)word * 64, ref odd);
        }
        int rest = text.Length % 64;
        if (rest > 0)
        {
            // The last 64 bytes once more, less what was seen: nothing is read beyond the text.
            words[count] = Mark(ref first, (nuint)text.Length - 64, ref odd) >> (64 - rest);
        }
        return odd == default;
    }

    private static ulong Mark(ref byte first, nuint at, ref Vector256<byte> odd)
    {
        var low = Vector256.LoadUnsafe(ref first, at);
        var high = Vector256.LoadUnsafe(ref first, at + 32);
        odd |= Odd(low) | Odd(high);
        var quote = Vector256.Create((byte)'"');
        return Vector256.Equals(low, quote).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(high, quote).ExtractMostSignificantBits() << 32);
    }

    private static Vector256<byte> Odd(Vector256<byte> bytes)
    {
        // Plus one and signed, so that control characters, DEL and all beyond ASCII are below '!'.
        Vector256<sbyte> next = (bytes + Vector256<byte>.One).AsSByte();
        return Vector256.LessThan(next, Vector256.Create((sbyte)'!')).AsByte()
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'));
    }
}
