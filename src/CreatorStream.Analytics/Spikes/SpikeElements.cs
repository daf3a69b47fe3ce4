namespace CreatorStream.Analytics.Spikes;

/// <summary>What a <see cref="SpikeDetector"/> is made of. All of it is used live; a part is left out to see what it is worth.</summary>
[Flags]
public enum SpikeElements
{
    None = 0,

    /// <summary>A value far from the level of the last hundreds.</summary>
    Level = 1,

    /// <summary>A level of some values away from that of the hundred before.</summary>
    ShortShift = 2,

    /// <summary>A level of dozens of values away from that of hundreds.</summary>
    LongShift = 4,

    /// <summary>The same as a multiple of what values move from one to the next.</summary>
    RelativeShift = 8,

    /// <summary>A value far from what is usual in its half-hour of the day.</summary>
    Day = 16,

    /// <summary>A value far from what is usual in its hour of the week.</summary>
    Week = 32,

    /// <summary>Several such values one after another.</summary>
    WeekShift = 64,

    /// <summary>Values that move more, or less, than usual.</summary>
    Restlessness = 128,

    /// <summary>All of these for the root of a value too: it evens out counts, and shows drops.</summary>
    Root = 256,

    /// <summary>A bar that is higher for values at which there were alerts before.</summary>
    Familiarity = 512,

    All = 1023,
}
