using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// What one family of figures makes of the journeys of a visitor task. All of it adds up over journeys: so what a visitor did
/// can be taken out and come again, and after a restart all of it is made anew.
/// </summary>
public interface IContribution
{
    /// <summary>Takes in the accepted rows of a batch, which are in their journeys already.</summary>
    void Add(FactBatch batch);

    /// <summary>
    /// Adds all that a visitor did, or takes it out: as the journey is now. Also what it counts for among inauthentic actors,
    /// which a verdict changes by itself.
    /// </summary>
    /// <param name="all">1, −1 or 0.</param>
    /// <param name="excluded">The same.</param>
    void Count(int visitor, int all, int excluded);

    /// <summary>A verdict about a visitor was applied. What it makes of the figures comes by <see cref="Count"/>.</summary>
    void Hold(int visitor, VerdictLevel level) { }

    /// <summary>A visitor's actions in a burst became its shadow's.</summary>
    /// <param name="name">The visitor's.</param>
    void Condemn(int shadow, string name) { }

    /// <summary>A person is to be forgotten: whatever names it goes, and what was counted stays.</summary>
    /// <param name="identity">EventIdentity.Visitors has it.</param>
    void Erase(ulong identity) { }

    /// <summary>Adds all that a restored journey holds, of which this knows nothing yet: asked once for each visitor.</summary>
    void Rebuild(int visitor);

    /// <summary>Before rows are published, and while everything counts where the catalog places it.</summary>
    void Settle() { }

    /// <summary>Adds the absolute rows that changed since the last time to its sections.</summary>
    void Publish(TickRows into);

    /// <summary>All rows come with the next tick.</summary>
    void PublishAll();

    /// <summary>
    /// What it saves, so that it need not be rebuilt; null: nothing. Where a snapshot hasn't got that, or of another version,
    /// this is rebuilt from the journeys, and nothing else is. So all of it must follow from what all contributions share.
    /// </summary>
    SnapshotSection? Saved => null;
}

/// <summary>One that counts by entity: the catalog moves content from one to another.</summary>
public interface IPlacedContribution : IContribution
{
    /// <summary>Whether what one entity counts rests on which others were met: then moves take out and put back all that a visitor did.</summary>
    bool IsOfAll => false;

    /// <summary>As <see cref="IContribution.Count"/>, but only what is counted by entity.</summary>
    /// <param name="placed">What a subject counts for at a level.</param>
    void CountPlaced(int visitor, int all, int excluded, Func<int, EntityLevel, int> placed);
}
