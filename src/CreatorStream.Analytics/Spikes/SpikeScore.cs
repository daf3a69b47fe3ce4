namespace CreatorStream.Analytics.Spikes;

/// <summary>What a value of a series is worth attention.</summary>
/// <param name="Score">0 (usual) to 1; an alert from <see cref="SpikeDetector.Threshold"/> on. Repeats of an alert stay below.</param>
/// <param name="Expected">What the values before it made likely; NaN before the first one.</param>
/// <param name="Low">The band that all but about 1 value in 200 keep within, from here …</param>
/// <param name="High">… to here.</param>
public readonly record struct SpikeScore(double Score, double Expected, double Low, double High);
