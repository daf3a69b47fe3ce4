namespace CreatorStream.Pipeline.OffHeap;

/// <summary>A set of dense numbers, such as those of visitors: a bit for each up to the greatest.</summary>
public sealed class NumberSet(StateScope scope, StatePart part)
{
    private const int Bits = 64;

    private readonly StateList<ulong> words = new(scope, part);

    public bool Contains(int number) => number / Bits < words.Count && (words[number / Bits] & BitOf(number)) != 0;

    /// <returns>Whether it was not there.</returns>
    public bool Add(int number)
    {
        while (number / Bits >= words.Count)
        {
            words.Add(0);
        }
        ref ulong word = ref words[number / Bits];
        bool isNew = (word & BitOf(number)) == 0;
        word |= BitOf(number);
        return isNew;
    }

    public void Remove(int number)
    {
        if (number / Bits < words.Count)
        {
            words[number / Bits] &= ~BitOf(number);
        }
    }

    private static ulong BitOf(int number) => 1UL << (number % Bits);
}
