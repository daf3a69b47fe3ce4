namespace CreatorStream.Analytics.Authenticity.Clicks;

/// <summary>A click of an advertisement: numbers that stand for names, each kind's from 0 without gaps.</summary>
public readonly record struct Click(int Address, int App, int Channel, int Device);
