namespace CreatorStream.Events;

/// <summary>
/// An actor beside a visitor: somebody who called in the visitor's name by a way that is open to everybody, and by the
/// call itself showed that it was no person. What it did is its own, and the visitor's journey is untouched.
/// </summary>
public enum Shadow : byte
{
    /// <summary>Its agent is a crawler's.</summary>
    Crawler = 1,

    /// <summary>It acts faster than people do.</summary>
    Burst = 2,
}

public static class Shadows
{
    /// <summary>The identity of a visitor's shadow.</summary>
    /// <param name="visitor">EventIdentity.Visitors has it.</param>
    public static ulong Of(this Shadow shadow, ulong visitor) => Hash64.Combine(visitor, (ulong)shadow);
}
