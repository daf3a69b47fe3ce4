namespace CreatorStream.Analytics.Spikes;

/// <summary>How unusual a value of a series is.</summary>
/// <param name="Score">0 (usual) to 1; an alert from <see cref="SpikeDetector.Threshold"/> on. Repeats of an alert stay below.</param>
/// <param name="Surprise">
/// What the score is made of, for who folds repeats himself: powers of ten against the value, added up over elements that
/// depend on each other. 0 is usual; about 10 make an alert, 20 hardly come by chance.
/// </param>
/// <param name="Expected">What the values before it made likely; NaN where there are none, and for a missing value.</param>
/// <param name="Low">From here to <paramref name="High"/> all but about 1 value in 100 were; NaN as above.</param>
/// <param name="High">The upper end.</param>
public readonly record struct SpikeScore(double Score, double Surprise, double Expected, double Low, double High);
