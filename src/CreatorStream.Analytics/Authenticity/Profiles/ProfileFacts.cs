namespace CreatorStream.Analytics.Authenticity.Profiles;

/// <summary>What a profile shows to anybody.</summary>
/// <param name="Followers">Counts are at least 0.</param>
/// <param name="DigitShare">Of the characters of the user name, those that are digits: 0 … 1.</param>
/// <param name="BioLength">In characters.</param>
public readonly record struct ProfileFacts(
    double Followers,
    double Follows,
    double Posts,
    bool HasPicture,
    double DigitShare,
    double BioLength,
    bool HasUrl
);
