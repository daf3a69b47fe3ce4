namespace CreatorStream.Analytics.Sentiment;

/// <summary>What VADER makes of a text.</summary>
/// <param name="Negative">Share of the text, 0 … 1, three digits, as <paramref name="Neutral"/> and <paramref name="Positive"/>.</param>
/// <param name="Neutral">The three add up to 1, but for rounding; all are 0 where there is no word.</param>
/// <param name="Positive">See <paramref name="Negative"/>.</param>
/// <param name="Compound">−1 (as negative as can be) … 1, four digits; from ±0.05 on a text counts as positive or negative.</param>
public readonly record struct SentimentScore(double Negative, double Neutral, double Positive, double Compound);
