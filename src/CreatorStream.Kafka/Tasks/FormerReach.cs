namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// How far the former owner of a task had read by what it committed last. A new one is silent until it has read as far:
/// what it published before would take back what is shown.
/// </summary>
/// <param name="former">null where there was no owner.</param>
public sealed class FormerReach(TaskRecord? former)
{
    /// <summary>The offset up to which it had read an input, of what is shown anywhere.</summary>
    public long Of(string input) => Math.Max(Committed(input), former?.Shown?.GetValueOrDefault(input) ?? 0);

    /// <summary>What lies at an offset was read by it, and set aside where it is no event of the task.</summary>
    public bool HasRead(string input, long offset) => offset < Committed(input);

    /// <summary>How many offsets somebody who has read the inputs up to here is behind; 0 when it is behind in none.</summary>
    public long Left(IReadOnlyList<string> inputs, IReadOnlyList<long> offsets)
    {
        long left = 0;
        for (int input = 0; former != null && input < inputs.Count; input++)
        {
            left += Math.Max(0, Of(inputs[input]) - offsets[input]);
        }
        return left;
    }

    private long Committed(string input) => former?.Vector.GetValueOrDefault(input) ?? 0;
}
