using CreatorStream.Analytics.Authenticity.Profiles;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// What is known of a creator before money is committed. Everything may be missing, and what is missing is unknown: null, or not
/// in the list. Order and doubles of the lists change nothing.
/// </summary>
/// <param name="Profiles">At most one a platform.</param>
/// <param name="Engagements">A sample of what others did with the creator's content.</param>
public sealed record Prospect(
    string Creator,
    IReadOnlyList<ProspectProfile> Profiles,
    IReadOnlyList<CounterReading> Counters,
    IReadOnlyList<Publication> Posts,
    IReadOnlyList<SampledEngagement> Engagements
);

/// <param name="Platform">Lower case, as everywhere here; "" where it is not known.</param>
/// <param name="Home">The country that the creator says the audience is in, two capital letters; null: not said.</param>
public sealed record ProspectProfile(string Platform, long? Followers, long? Follows, long? Posts, string? Home);

/// <summary>What a platform's counters showed.</summary>
/// <param name="Content">null: those of the account.</param>
/// <param name="TimeSeconds">Since 1970 UTC, as all times here.</param>
public sealed record CounterReading(
    string Platform,
    string? Content,
    long TimeSeconds,
    long? Followers,
    long? Views,
    long? Likes,
    long? Comments
);

/// <summary>When content was published.</summary>
public sealed record Publication(string Platform, string Content, long TimeSeconds);

/// <param name="Actor">Any id: only whether two are the same matters.</param>
/// <param name="Kind">like, comment …, lower case; null: not known.</param>
/// <param name="Country">Two capital letters.</param>
/// <param name="Agent">The user agent.</param>
/// <param name="Profile">What the actor's own profile shows, where all of it is known.</param>
public sealed record SampledEngagement(
    string Platform,
    string Actor,
    long? TimeSeconds,
    string? Kind,
    string? Content,
    string? Country,
    string? Text,
    string? Agent,
    ProfileFacts? Profile
);
