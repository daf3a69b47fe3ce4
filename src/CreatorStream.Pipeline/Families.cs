using System.Collections.Frozen;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Audience;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.ClosingClicks;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Groups;
using CreatorStream.Pipeline.Visitors.Overlap;
using CreatorStream.Pipeline.Visitors.Paths;
using CreatorStream.Pipeline.Visitors.Persons;
using CreatorStream.Pipeline.Visitors.Sessions;
using CreatorStream.Pipeline.Visitors.Splits;
using CreatorStream.Pipeline.Visitors.Texts;
using CreatorStream.Pipeline.Visitors.Unconverted;

namespace CreatorStream.Pipeline;

/// <summary>The families of figures that a process knows: what visitor tasks make, publish and save, and what stage 2 merges.</summary>
public sealed class Families
{
    private readonly FrozenDictionary<int, PartialSection> byTag;

    public Families(params IReadOnlyList<IFamily> all)
    {
        All = all;
        Sections = [.. all.SelectMany(family => family.Sections)];
        byTag = Sections
            .Select(of => of.Section)
            .Concat([SubjectSection.Rows, EntitySection.Rows, TimeSection.Rows])
            .ToFrozenDictionary(section => section.Tag);
    }

    /// <summary>
    /// All that there are. Batches and rows pass them in this order, on which no figure rests: what families share they only
    /// add to.
    /// </summary>
    public static Families Composed { get; } =
        new(
            new EngagementFamily(),
            new AudienceFamily(),
            new SplitFamily(),
            new SessionFamily(),
            new PersonFamily(),
            new OverlapFamily(),
            new PathFamily(),
            new UnconvertedFamily(),
            new TextFamily(),
            new CommentFamily(),
            new EngagerFamily(),
            new ClosingClickFamily(),
            new AuthenticityFamily()
        );

    public IReadOnlyList<IFamily> All { get; }

    /// <summary>What they publish rows in, family by family.</summary>
    public IReadOnlyList<MergedSection> Sections { get; }

    /// <summary>Makes the part of each of a visitor task.</summary>
    public IContribution[] Contribute(VisitorState state) => [.. All.Select(family => family.Contribute(state))];

    /// <summary>A section by its tag, of a family or of all.</summary>
    /// <returns>null: of a later version.</returns>
    public PartialSection? Find(int tag) => byTag.GetValueOrDefault(tag);
}
