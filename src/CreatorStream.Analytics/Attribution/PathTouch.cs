namespace CreatorStream.Analytics.Attribution;

/// <summary>A touch of a path as models see it, in 8 bytes: each order keeps its own, so that any model's shares follow.</summary>
public readonly record struct PathTouch
{
    private const int SecondsBits = 24;
    private const uint ClickBit = 1u << 30;
    private const uint LeadBit = 1u << 31;

    private readonly uint bits;

    /// <param name="credit">Who is credited, by a number of the caller's.</param>
    /// <param name="secondsBefore">Whole seconds before the order; what is longer ago than 194 days counts as that.</param>
    /// <param name="createdLead">Whether it is the touch that made a lead of the person: see <see cref="WShaped"/>.</param>
    public PathTouch(int credit, long secondsBefore, bool isClickOrVisit, bool createdLead)
    {
        Credit = credit;
        bits =
            (uint)Math.Clamp(secondsBefore, 0, (1 << SecondsBits) - 1)
            | (isClickOrVisit ? ClickBit : 0)
            | (createdLead ? LeadBit : 0);
    }

    public int Credit { get; }

    public int SecondsBefore => (int)(bits & ((1u << SecondsBits) - 1));

    public bool IsClickOrVisit => (bits & ClickBit) != 0;

    public bool CreatedLead => (bits & LeadBit) != 0;
}
