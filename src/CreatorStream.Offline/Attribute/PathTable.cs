using CreatorStream.Analytics.Attribution.Counted;

namespace CreatorStream.Offline.Attribute;

/// <summary>The counted paths of a file. Equal ones are one; their order is that of the file.</summary>
/// <param name="Channels">By the numbers that stand for them in the paths.</param>
/// <param name="Unattributed">What is on paths without a step: it can be given to nobody.</param>
/// <param name="UnattributedValue">The same, of value.</param>
internal sealed record PathTable(
    IReadOnlyList<string> Channels,
    IReadOnlyList<CountedPath> Paths,
    double Unattributed,
    double UnattributedValue
);
