namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>A fingerprint with the second of its event, since 2000, by which it is found again.</summary>
public readonly record struct SeenEvent(uint Second, ulong Fingerprint);
