using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>
/// The models of attribution that orders are credited by: a further one comes at the end. The first is what views show, and gives
/// each order whole. Models that need all paths of a workspace are fitted: <see cref="Fits.PathFit"/>.
/// </summary>
public static class AttributionModels
{
    public static IReadOnlyList<IAttributionModel> Composed { get; } = [new LastTouch()];
}
