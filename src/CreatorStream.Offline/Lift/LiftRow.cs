namespace CreatorStream.Offline.Lift;

/// <summary>A row of a file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Values">y, then the controls; NaN where the field is empty.</param>
internal readonly record struct LiftRow(DateOnly Date, long Line, double[] Values);
