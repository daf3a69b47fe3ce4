namespace CreatorStream.Events;

/// <summary>Which string columns a reader of single events wants, and how. Bit f is field f.</summary>
/// <param name="Stored">Those that are stored; the others are checked all the same.</param>
/// <param name="Unshared">
/// Those whose values hardly ever recur: each is stored as it comes, without looking whether it is there already.
/// </param>
public readonly record struct EventColumns(uint Stored, uint Unshared)
{
    public static EventColumns All { get; } = new((1u << EventFields.Count) - 1, 0);

    public EventColumns Without(params ReadOnlySpan<EventField> fields) => this with { Stored = Stored & ~Set(fields) };

    public EventColumns WithUnshared(params ReadOnlySpan<EventField> fields) =>
        this with
        {
            Unshared = Unshared | Set(fields),
        };

    internal bool Stores(EventField field) => (Stored & (1u << (int)field)) != 0;

    internal bool IsUnshared(EventField field) => (Unshared & (1u << (int)field)) != 0;

    private static uint Set(ReadOnlySpan<EventField> fields)
    {
        uint set = 0;
        foreach (EventField field in fields)
        {
            set |= 1u << (int)field;
        }
        return set;
    }
}
