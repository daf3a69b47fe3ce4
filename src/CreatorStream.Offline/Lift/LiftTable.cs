using CreatorStream.Analytics.Lift;

namespace CreatorStream.Offline.Lift;

/// <summary>The rows of a file up to the end of the effect, by date.</summary>
/// <param name="Dates">Evenly spaced.</param>
/// <param name="Spacing">How, in words: <c>1 day</c>.</param>
/// <param name="Controls">Their names, in the order of the series' controls.</param>
/// <param name="Series">What is in the rows.</param>
internal sealed record LiftTable(
    IReadOnlyList<DateOnly> Dates,
    string Spacing,
    IReadOnlyList<string> Controls,
    LiftSeries Series
);
