using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The figures of a campaign, creator or content item by periods, as they are shown.</summary>
internal static class EntityShapes
{
    private static readonly Record<(EntityPeriods Of, int Index)> Window = new Record<(EntityPeriods Of, int Index)>(
        "Window",
        "A sliding window of event time that ends at the data-as-of time, and the window of the same length before it."
    )
        .With("totals", TotalsShape.Totals, (in window) => window.Of.Window(window.Index, 0, authentic: true))
        .With("raw", TotalsShape.Totals, (in window) => window.Of.Window(window.Index, 0, authentic: false))
        .With("previousTotals", TotalsShape.Totals, (in window) => window.Of.Window(window.Index, 1, authentic: true))
        .With("previousRaw", TotalsShape.Totals, (in window) => window.Of.Window(window.Index, 1, authentic: false));

    public const string EmvAbout =
        "earned media value of authentic activity, of all time: no revenue; null: nothing that was done has a rate, or an exchange rate is missing";

    public const string UnratedAbout = "how much of this activity has no rate, and so is not in emv";

    public static Record<EntityPeriods> Windows { get; } = MakeWindows();

    private static readonly Record<EntityPeriods> Sparks = MakeSparks();

    /// <summary>Adds all that is shown of a creator or content item in its row.</summary>
    public static Record<T> WithFigures<T>(this Record<T> row, Part<T, EntityPeriods> of) =>
        row.With("totals", TotalsShape.Totals, (in from) => of(from).AllTime(authentic: true))
            .With("raw", TotalsShape.Totals, (in from) => of(from).AllTime(authentic: false))
            .With("emv", Values.Money, (in from) => of(from).Emv.Micros, EmvAbout)
            .With("emvUnrated", Values.Count, (in from) => of(from).Emv.Unrated, UnratedAbout)
            .With("comments", CommentShapes.Comments, (in from) => of(from).Comments(true), CommentShapes.About)
            .With("commentsRaw", CommentShapes.Comments, (in from) => of(from).Comments(false), CommentShapes.RawAbout)
            .With("windows", Windows, of)
            .With("sparks", Sparks, of);

    private static Record<EntityPeriods> MakeWindows()
    {
        var windows = new Record<EntityPeriods>("Windows", "");
        for (int i = 0; i < Figures.Windows.WindowNames.Count; i++)
        {
            int window = i;
            windows.With(Figures.Windows.WindowNames[window], Window, (in of) => (of, window));
        }
        return windows;
    }

    private static Record<EntityPeriods> MakeSparks()
    {
        var sparks = new Record<EntityPeriods>(
            "Sparks",
            "Authentic engagements in equal steps up to the data-as-of time, oldest first: 15 of 1 min, 30 of 2 min, 24 of 1 h, 30 of 1 day."
        );
        for (int i = 0; i < Series.Names.Count; i++)
        {
            int window = i;
            sparks.With(
                Series.Names[window],
                Lists.Of(Values.Count),
                (in of) => of.Sources.Series.Engagements(of.Figures, window)
            );
        }
        return sparks;
    }
}
