using CreatorStream.Events;
using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Everything about a view that is not a figure: clocks, versions, badges.</summary>
internal sealed record ViewState(WorkspaceState Workspace, DateTimeOffset PublishedAt, long Version)
{
    private static readonly Record<(string Code, string Text)> Badge = new Record<(string Code, string Text)>("", "")
        .With("code", Values.Text, (in of) => of.Code)
        .With("text", Values.Text, (in of) => of.Text);

    public static Record<ViewState> Shape { get; } =
        new Record<ViewState>("State", "Everything about a view that is not a figure: clocks, versions, badges.")
            .With(
                "asOf",
                Values.TimeOrNull,
                (in of) => of.Workspace.Figures.GreatestMicros,
                "the greatest event time of the workspace"
            )
            .With(
                "publishedAt",
                Values.Time,
                (in of) => Rfc3339.ToMicros(of.PublishedAt) / 1000 * 1000,
                "the server's clock when this version was made"
            )
            .With("version", Values.Count, (in of) => of.Version)
            .With("badges", Lists.Of(Badge), (in of) => of.Badges);

    private IReadOnlyList<(string Code, string Text)> Badges => [.. Workspace.Badges.In(Workspace.Currency)];
}
