using CreatorStream.Pipeline.Workspaces.Fits;

namespace CreatorStream.Pipeline.Workspaces.Probable;

/// <summary>What effects of publications are found from: copied at one moment, so that any thread may look for them.</summary>
/// <param name="First">The first hour in which anything came.</param>
/// <param name="End">The hour that is not over yet.</param>
/// <param name="Visits">Of the hours between, by <see cref="SiteMeasure"/>.</param>
/// <param name="Publications">By time, the earliest first.</param>
/// <param name="Before">What was found before: of the same numbers the same is found, and need not be looked for.</param>
internal sealed record LiftInput(
    int First,
    int End,
    double[][] Visits,
    IReadOnlyList<Publication> Publications,
    LiftFit Before
) : IFitInput
{
    public (string Of, int Count) Size => ("creatorstream.publications", Publications.Count);

    /// <summary>Sixty days of hours and some publications are copied at once.</summary>
    public bool GoOn() => true;
}
