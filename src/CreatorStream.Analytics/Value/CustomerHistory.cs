namespace CreatorStream.Analytics.Value;

/// <summary>What is known of a customer's purchases; all that <see cref="BgNbd"/> and <see cref="GammaGamma"/> take.</summary>
/// <param name="Frequency">x: purchases after the first one.</param>
/// <param name="Recency">t_x: time from the first to the last purchase; 0 without a second one.</param>
/// <param name="Age">T: time from the first purchase to the end of observation, in the same unit.</param>
/// <param name="MeanValue">m: mean value of the purchases after the first one; 0 without any.</param>
public readonly record struct CustomerHistory(int Frequency, double Recency, double Age, double MeanValue);
