using CreatorStream.Analytics.Authenticity.Vetting;

namespace CreatorStream.Pipeline.Workspaces.Counters;

/// <summary>The newest reading of one counter.</summary>
/// <param name="Bought">How much of the value is held to be bought, and left out; null: nothing.</param>
public readonly record struct CounterFigure(long Value, long? Change, long AsOfMicros, BoughtCount? Bought = null);
