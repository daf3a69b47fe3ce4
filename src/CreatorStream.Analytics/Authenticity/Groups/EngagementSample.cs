namespace CreatorStream.Analytics.Authenticity.Groups;

/// <summary>That an actor engaged with content (likes, comments, shares, saves, follows, mentions): once for all of an hour.</summary>
/// <param name="Actor">By number, from 0.</param>
/// <param name="Content">By number, from 0.</param>
/// <param name="Minute">Since 2000, of the first of these events.</param>
/// <param name="Events">How many there were in that hour.</param>
/// <param name="IsUnseen">Nothing else shows that the actor ever met the content: no display, click or visit, before or after.</param>
/// <param name="IsForeign">The event names a country where hardly any of the campaign's displays are, and whose people hardly ever click.</param>
public readonly record struct Act(int Actor, int Content, int Minute, int Events, bool IsUnseen, bool IsForeign);

/// <summary>Whose content it is, and where: by number, from 0; −1: not known.</summary>
/// <param name="PublishedMinute">Since 2000; null: nobody says when it was published.</param>
public readonly record struct ContentPlace(int Creator, int Platform, int? PublishedMinute = null);

/// <summary>All engagement of a content item in an hour, whoever did it.</summary>
/// <param name="Hour">Since 2000.</param>
public readonly record struct ContentHour(int Content, int Hour, int Events);

/// <summary>
/// What groups of actors are found from: facts that rest on events alone. Of <paramref name="Acts"/> there are all that are
/// unseen, and all of actors with at least <see cref="Pods.LeastActs"/>; those of one actor stand together.
/// </summary>
public sealed record EngagementSample(
    int Actors,
    IReadOnlyList<Act> Acts,
    IReadOnlyList<ContentPlace> Content,
    IReadOnlyList<ContentHour> Hours
);

/// <summary>A group of actors who did something together that people don't.</summary>
/// <param name="Content">What it is about; −1: all of the creator's, or of several creators.</param>
/// <param name="Creator">−1: several.</param>
/// <param name="FirstMinute">Since 2000.</param>
/// <param name="LastMinute">Inclusive.</param>
/// <param name="Expected">How many actors people alone would come to.</param>
/// <param name="Actors">By number, ascending.</param>
/// <param name="Acts">Where in the sample what they did stands.</param>
public sealed record GroupFinding(
    GroupKind Kind,
    int Content,
    int Creator,
    int FirstMinute,
    int LastMinute,
    double Expected,
    IReadOnlyList<FoundActor> Actors,
    IReadOnlyList<int> Acts
);

/// <param name="Likelihood">How likely it is no person by this alone: 0 … 1.</param>
/// <param name="IsFollowed">Others come after it: it may know nothing of them.</param>
/// <param name="HasJoined">It is of the group only as long as few others are as likely to be (<see cref="PodJoiners"/>).</param>
public readonly record struct FoundActor(int Actor, double Likelihood, bool IsFollowed = false, bool HasJoined = false);

/// <summary>Stored in decisions, so never renumber.</summary>
public enum GroupKind : byte
{
    BoughtBurst = 0,
    SlowDrip = 1,
    Pod = 2,
}
