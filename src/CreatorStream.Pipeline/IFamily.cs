using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline;

/// <summary>
/// A family of figures, on its way through both stages. It has a folder of its own under Visitors, and a line in
/// <see cref="Families.Composed"/>; nothing else names it.
/// </summary>
public interface IFamily
{
    /// <summary>The sections that its contribution publishes rows in, and where stage 2 puts these.</summary>
    IReadOnlyList<MergedSection> Sections { get; }

    /// <summary>Makes its part of a visitor task.</summary>
    IContribution Contribute(VisitorState state);
}
