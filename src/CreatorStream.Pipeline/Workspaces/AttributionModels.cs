using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>The models of attribution that orders are credited by. The first is what views show: it gives each order whole.</summary>
public static class AttributionModels
{
    public static IReadOnlyList<IAttributionModel> Composed { get; } = [new LastTouch()];
}
