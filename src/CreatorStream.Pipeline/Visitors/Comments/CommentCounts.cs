using System.Runtime.CompilerServices;
using CreatorStream.Analytics.Comments;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Comments;

/// <summary>What comments with texts came to: all of them, then those of inauthentic actors.</summary>
[InlineArray(2 * Excluded)]
public struct CommentCounts : ISums<CommentCounts>
{
    private const int Texts = 0;
    private const int Saying = 1;
    private const int Scored = 2;
    private const int Positive = 3;
    private const int Negative = 4;
    private const int Compound = 5;

    /// <summary>Add to a column for that of inauthentic actors.</summary>
    private const int Excluded = 6;

    private long first;

    public readonly bool IsZero => !((ReadOnlySpan<long>)this).ContainsAnyExcept(0);

    /// <summary>Those of authentic actors, or of all.</summary>
    public readonly CommentSums Sums(bool authentic) =>
        new(
            Of(Texts, authentic),
            Of(Saying, authentic),
            Of(Scored, authentic),
            Of(Positive, authentic),
            Of(Negative, authentic),
            Of(Compound, authentic)
        );

    public void Add(in CommentReading reading, int all, int excluded)
    {
        Add(Texts, 1, all, excluded);
        Add(Saying, reading.SaysSomething ? 1 : 0, all, excluded);
        if (reading.Compound is { } compound)
        {
            Add(Scored, 1, all, excluded);
            Add(Positive, reading.IsPositive ? 1 : 0, all, excluded);
            Add(Negative, reading.IsNegative ? 1 : 0, all, excluded);
            Add(Compound, compound, all, excluded);
        }
    }

    public static CommentCounts operator +(CommentCounts a, CommentCounts b)
    {
        for (int column = 0; column < 2 * Excluded; column++)
        {
            a[column] += b[column];
        }
        return a;
    }

    public static CommentCounts operator -(CommentCounts a, CommentCounts b)
    {
        for (int column = 0; column < 2 * Excluded; column++)
        {
            a[column] -= b[column];
        }
        return a;
    }

    private readonly long Of(int column, bool authentic) => this[column] - (authentic ? this[column + Excluded] : 0);

    private void Add(int column, int amount, int all, int excluded)
    {
        this[column] += (long)amount * all;
        this[column + Excluded] += (long)amount * excluded;
    }
}
