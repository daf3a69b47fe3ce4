namespace CreatorStream.Analytics.Spikes;

/// <summary>How unusual a value of a series is.</summary>
/// <param name="Score">0 (usual) to 1; an alert from <see cref="SpikeDetector.Threshold"/> on. Repeats of an alert stay below.</param>
/// <param name="Expected">What the values before it made likely; NaN where there are none, and for a missing value.</param>
/// <param name="Low">From here to <paramref name="High"/> all but about 1 value in 100 were; NaN as above.</param>
/// <param name="High">The upper end.</param>
public readonly record struct SpikeScore(double Score, double Expected, double Low, double High);
