namespace CreatorStream.Analytics.Spikes;

/// <summary>What a <see cref="SpikeDetector"/> looks at. All of it is used live; a part is left out to see what it is worth.</summary>
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

    /// <summary>A value far from what is usual at its time of the day.</summary>
    Day = 8,

    /// <summary>Values far from what is usual in their hours of the week.</summary>
    Week = 16,

    /// <summary>Values that move more, or less, than usual.</summary>
    Restlessness = 32,

    /// <summary>A value beyond all that were seen.</summary>
    Record = 64,

    /// <summary>How often this series had as much surprise before.</summary>
    Recalibration = 128,

    /// <summary>A bar that each alert raises for a while.</summary>
    Habituation = 256,

    All = 511,
}
