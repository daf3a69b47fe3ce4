using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>
/// The models of attribution that orders are credited by: a further one comes at the end. The first is what views show, and gives
/// each order whole.
/// </summary>
public static class AttributionModels
{
    public static IReadOnlyList<IAttributionModel> Composed { get; } = [new LastTouch()];
}
