namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// Reason <c>repeated-text</c> within a set of comments: which of them say what others say, word by word or nearly. Short ones of
/// at least <see cref="LeastWords"/> words count from <see cref="LeastEqual"/> equal ones on; long ones, of
/// <see cref="LongWords"/> words, as soon as another one shares half of its runs of three words (Broder, «On the resemblance and
/// containment of documents», 1997; here by a signature of the <see cref="Sketch"/> least hashes, which costs the same for any
/// length). Wrongs people who quote the same line or send the video's title by a share button: so it is never enough alone.
/// </summary>
public static class RepeatedComments
{
    /// <summary>Its name among the signs.</summary>
    public const string Name = "repeated";

    public const int LeastWords = 5;
    public const int LeastEqual = 3;
    public const int LongWords = 12;

    private const int Run = 3;
    private const int Sketch = 32;

    // With so many comments before it that have one hash in common a comment is compared: copies of one template have many in
    // common, and stand next to each other in the list of some.
    private const int Before = 5;

    /// <returns>For each comment whether it repeats others.</returns>
    public static bool[] Find(IReadOnlyList<string> comments)
    {
        bool[] repeated = new bool[comments.Count];
        Dictionary<ulong, List<int>> equal = [];
        Dictionary<ulong, List<int>> sharing = [];
        ulong[][] sketches = new ulong[comments.Count][];
        for (int i = 0; i < comments.Count; i++)
        {
            List<ulong> words = CommentHashes.Of(comments[i]);
            sketches[i] = words.Count < LongWords ? [] : SketchOf(words);
            if (words.Count >= LeastWords)
            {
                Add(equal, CommentHashes.Combine(words), i);
            }
            foreach (ulong hash in sketches[i])
            {
                Add(sharing, hash, i);
            }
        }
        foreach (List<int> same in equal.Values.Where(same => same.Count >= LeastEqual))
        {
            same.ForEach(i => repeated[i] = true);
        }
        foreach (List<int> candidates in sharing.Values)
        {
            for (int one = 1; one < candidates.Count; one++)
            {
                for (int other = Math.Max(0, one - Before); other < one; other++)
                {
                    (int i, int j) = (candidates[one], candidates[other]);
                    if (!(repeated[i] && repeated[j]) && AreNear(sketches[i], sketches[j]))
                    {
                        (repeated[i], repeated[j]) = (true, true);
                    }
                }
            }
        }
        return repeated;
    }

    private static void Add(Dictionary<ulong, List<int>> lists, ulong hash, int comment)
    {
        if (!lists.TryGetValue(hash, out List<int>? list))
        {
            lists.Add(hash, list = []);
        }
        list.Add(comment);
    }

    private static ulong[] SketchOf(List<ulong> words)
    {
        SortedSet<ulong> least = [];
        for (int i = 0; i + Run <= words.Count; i++)
        {
            least.Add(CommentHashes.Combine(words[i..(i + Run)]));
            if (least.Count > Sketch)
            {
                least.Remove(least.Max);
            }
        }
        return [.. least];
    }

    /// <summary>Whether at least half of the smaller sketch's hashes are in the other.</summary>
    private static bool AreNear(ulong[] one, ulong[] other) =>
        2 * one.Intersect(other).Count() >= Math.Min(one.Length, other.Length);
}
