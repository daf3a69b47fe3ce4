namespace CreatorStream.Kafka.DeadLetters;

/// <summary>How many messages were set aside for one reason.</summary>
/// <param name="Reason">As far as messages have it in common.</param>
/// <param name="FirstMs">When the first of them was set aside: milliseconds since 1970.</param>
/// <param name="Example">The newest.</param>
public sealed record DeadLetterCount(string Reason, long Count, long FirstMs, long LastMs, StoredDeadLetter Example);

/// <summary>Dead letters by reason, and the newest of them.</summary>
/// <param name="newest">How many of the newest to keep.</param>
public sealed class DeadLetterCounts(int newest)
{
    private readonly Dictionary<string, DeadLetterCount> byReason = new(StringComparer.Ordinal);
    private readonly Queue<StoredDeadLetter> latest = new();

    public long Total { get; private set; }

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<DeadLetterCount> ByReason =>
        [
            .. byReason
                .Values.OrderByDescending(count => count.Count)
                .ThenBy(count => count.Reason, StringComparer.Ordinal),
        ];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<StoredDeadLetter> Newest => [.. latest.Reverse()];

    public void Add(StoredDeadLetter letter)
    {
        Total++;
        string reason = letter.Kind;
        byReason[reason] = byReason.TryGetValue(reason, out DeadLetterCount? count)
            ? count with
            {
                Count = count.Count + 1,
                FirstMs = Math.Min(count.FirstMs, letter.SetAsideAtMs),
                LastMs = Math.Max(count.LastMs, letter.SetAsideAtMs),
                Example = letter,
            }
            : new DeadLetterCount(reason, 1, letter.SetAsideAtMs, letter.SetAsideAtMs, letter);
        latest.Enqueue(letter);
        if (latest.Count > newest)
        {
            latest.Dequeue();
        }
    }
}
