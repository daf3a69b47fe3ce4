using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Pipeline.Workspaces.Credits;

/// <summary>
/// The models of attribution that share each order by its own path. A further one: its line here, its name in <see cref="ModelNames"/>. Models that need all paths of a workspace are fitted: <see cref="Fits.PathFit"/>.
/// </summary>
public static class AttributionModels
{
    /// <summary>How many there are.</summary>
    public const int Count = 6;

    /// <summary>The place of the one that content shares a creator's fitted credit by.</summary>
    public const int Linear = 2;

    public static IReadOnlyList<IAttributionModel> All { get; } =
    [new FirstTouch(), new LastTouch(), new Linear(), new TimeDecay(), new UShaped(), new WShaped()];
}
