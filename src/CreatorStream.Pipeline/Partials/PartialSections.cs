using System.Collections.Frozen;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Paths;
using CreatorStream.Pipeline.Visitors.Sessions;
using CreatorStream.Pipeline.Visitors.Splits;
using CreatorStream.Pipeline.Visitors.Texts;

namespace CreatorStream.Pipeline.Partials;

/// <summary>All sections that this version reads.</summary>
public static class PartialSections
{
    private static readonly FrozenDictionary<int, PartialSection> ByTag = (
        (PartialSection[])
            [
                SubjectSection.Rows,
                EntitySection.Rows,
                TimeSection.Rows,
                .. CountSection.Groups,
                ReachSection.Rows,
                SessionSection.Rows,
                EvidenceSection.Rows,
                EvidenceSection.WithoutSigns,
                JourneySection.Rows,
                HeldSection.Rows,
                SplitSection.Rows,
                TextSection.Rows,
            ]
    ).ToFrozenDictionary(section => section.Tag);

    /// <returns>null: of a later version.</returns>
    public static PartialSection? Find(int tag) => ByTag.GetValueOrDefault(tag);
}
