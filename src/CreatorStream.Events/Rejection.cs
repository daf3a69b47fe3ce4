namespace CreatorStream.Events;

/// <summary>Why one item of a request was not taken: its position, the field at fault ("" for the whole item), the reason.</summary>
public readonly record struct Rejection(int Index, string Field, string Reason);
