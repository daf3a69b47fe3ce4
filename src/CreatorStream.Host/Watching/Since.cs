namespace CreatorStream.Host.Watching;

/// <summary>Since when something has been as it is: a change is dated by when it was first seen.</summary>
internal sealed class Since
{
    private readonly Dictionary<string, (object? Value, long Ms)> seen = [];

    public long Note(string what, object? value, long nowMs)
    {
        if (!seen.TryGetValue(what, out (object? Value, long Ms) before) || !Equals(before.Value, value))
        {
            seen[what] = before = (value, nowMs);
        }
        return before.Ms;
    }
}
