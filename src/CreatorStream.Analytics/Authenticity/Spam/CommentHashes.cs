using System.Runtime.InteropServices;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>The words of a comment as hashes, the same for capitals and marks.</summary>
internal static class CommentHashes
{
    // Equal comments of a file, not of persons: nothing to hide, and the same everywhere.
    private const ulong Key = 0;

    /// <summary>Of its words, at most <see cref="CommentWords.MostWords"/>.</summary>
    public static List<ulong> Of(ReadOnlySpan<char> comment)
    {
        List<ulong> words = [];
        comment = comment[..Math.Min(comment.Length, CommentScanner.LongestText)];
        Span<char> lower = stackalloc char[64];
        for (int i = 0; i < comment.Length && words.Count < CommentWords.MostWords; )
        {
            int end = i;
            while (end < comment.Length && char.IsLetterOrDigit(comment[end]))
            {
                end++;
            }
            if (end > i)
            {
                ReadOnlySpan<char> word = comment[i..Math.Min(end, i + lower.Length)];
                words.Add(Hash64.Compute(MemoryMarshal.AsBytes(lower[..word.ToLowerInvariant(lower)]), Key));
            }
            i = end + 1;
        }
        return words;
    }

    public static ulong Combine(List<ulong> words)
    {
        ulong[] all = [.. words];
        return Hash64.Compute(MemoryMarshal.AsBytes(all.AsSpan()), Key);
    }
}
