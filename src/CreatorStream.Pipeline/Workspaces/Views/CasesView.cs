using System.Text.Json;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Who is held to be no person in a campaign, and why: what somebody should look at, a row each.</summary>
internal sealed class CasesView : View<CasesView.Found>
{
    private static readonly Record<CounterChange> Counter = new Record<CounterChange>(
        "CaseCounter",
        "The platform's counter that a case is about: by how much it rose, how much of that is held to be bought, and what the counter is by now."
    )
        .With("platform", Values.Text, (in of) => of.Platform)
        .With("account", Values.TextOrNull, (in of) => of.Account, "null: the counters of content items")
        .With("name", Values.Text, (in of) => of.Name, "such as followers")
        .With("why", Values.Text, (in of) => of.Why, "what is odd about it, with the figures it rests on")
        .With("change", Values.Count, (in of) => of.Change)
        .With("bought", Values.Count, (in of) => of.Bought.Count, "of the change")
        .With("boughtLow", Values.Count, (in of) => of.Bought.Low, "the lower end of its interval")
        .With("boughtHigh", Values.Count, (in of) => of.Bought.High, "the upper end")
        .With(
            "leftOut",
            Values.Flag,
            (in of) => of.IsLeftOut,
            "whether authentic counters leave out what is left of it by now"
        )
        .With("raw", Values.Count, (in of) => of.Raw, "the counter by now, or the sum over items")
        .With("authentic", Values.Count, (in of) => of.Authentic, "the same without what is left out");

    private static readonly Record<Row> Shape = new Record<Row>("CaseRow", "")
        .With("id", Values.Text, (in of) => of.Case.Id)
        .With(
            "code",
            Values.Word([.. Reason.All.Select(reason => reason.Code).Union(CaseBook.Kinds)]),
            (in of) => of.Case.Reason.Code
        )
        .With(
            "status",
            Values.Word("open", "confirmed", "dismissed", "escalated"),
            (in of) => of.Case.Decision is { } decided ? CaseOverride.WordOf(decided) : "open",
            "what somebody decided"
        )
        .With(
            "decidedBy",
            Values.TextOrNull,
            (in of) => of.Case.LastWord is { By.Length: > 0 } word ? word.By : null,
            "null: nothing was decided, or it isn't known by whom"
        )
        .With("decidedAt", Values.TimeOrNull, (in of) => of.Case.LastWord?.AtMicros ?? 0, "null: the same of when")
        .With("creator", Values.TextOrNull, (in of) => of.Case.Creator, "null: several, or none in particular")
        .With("content", Values.TextOrNull, (in of) => of.Case.Content, "null: several")
        .With("platform", Values.TextOrNull, (in of) => of.Case.Platform, "null: any")
        .With("from", Values.Time, (in of) => of.Case.FromMicros)
        .With("to", Values.Time, (in of) => of.Case.ToMicros)
        .With("actors", Values.Count, (in of) => of.Case.Actors)
        .With(
            "excluded",
            Values.Count,
            (in of) => of.Case.Excluded,
            "of these actors, who are left out of authentic figures"
        )
        .With(
            "events",
            Values.Count,
            (in of) => of.Case.Events,
            "that it rests on; of a counter, how much of its change is held to be bought"
        )
        .With(
            "expected",
            Values.Ratio,
            (in of) => of.Case.Expected,
            "how many actors people alone would come to; of a counter, by how much it would have risen"
        )
        .With(
            "confidence",
            Values.Number,
            (in of) => of.Case.Confidence,
            "how likely an actor of it is no person, by this case alone: 0 to 1, on average"
        )
        .With("rawEngagements", Values.Count, (in of) => of.Raw, "of what it is about, with everybody")
        .With("authenticEngagements", Values.Count, (in of) => of.Authentic, "the same without who is left out by now")
        .With(
            "rawConversions",
            Values.Count,
            (in of) => of.RawConversions,
            "credited to what it is about, with everybody and every click"
        )
        .With("authenticConversions", Values.Count, (in of) => of.AuthenticConversions, "the same by authentic figures")
        .With("rule", Values.Text, (in of) => of.Case.Reason.Rule)
        .With("falsePositives", Values.Text, (in of) => of.Case.Reason.FalsePositives, "who might be accused wrongly")
        .With("examples", Lists.Of(Values.Text), (in of) => of.Case.Examples, "up to 5 names of actors")
        .With("counter", Lists.OrNull(Counter), (in of) => of.Case.Counter, "null: it is about actors");

    private static readonly Record<DecidedActor> Decided = new Record<DecidedActor>(
        "DecidedActor",
        "An actor of the campaign whom somebody decided about."
    )
        .With("actor", Values.Text, (in of) => of.Actor)
        .With("verdict", Values.Word("authentic", "inauthentic"), (in of) => Override.WordOf(of.Level));

    public CasesView()
        : base("cases", ViewScope.Campaign)
    {
        Table(
            "rows",
            Shape,
            Rows,
            "id",
            row => JsonSerializer.Serialize(row.Case.Id),
            $"at most {CaseBook.Most}: those with the most events"
        );
        Field(
            "strength",
            Values.Word([.. Strength.All.Select(of => of.Name)]),
            (in of) => (of.Sources.Workspace.Catalog.StrengthOf(of.Campaign) ?? Strength.Moderate).Name,
            "how sure the campaign wants to be before an actor is left out"
        );
        Field(
            "decided",
            Lists.Of(Decided),
            (in of) => of.Sources.Workspace.Authenticity.DecidedOf(of.Campaign, CaseBook.Most),
            $"by name, at most {CaseBook.Most} whose names are known"
        );
    }

    /// <summary>What groups are found from is looked through every few seconds.</summary>
    public override bool IsQuick => false;

    protected override Found Find(ViewSources sources, string of) => new(sources, of);

    private static IEnumerable<Row> Rows(Found found) =>
        found
            .Sources.Workspace.Cases.Of(found.Campaign)
            .Select(of =>
            {
                EntityPeriods about =
                    of.Content != null ? found.Sources.Of(found.Campaign, EntityLevel.Content, of.Content)
                    : of.Creator != null ? found.Sources.Of(found.Campaign, EntityLevel.Creator, of.Creator)
                    : found.Sources.Campaign(found.Campaign);
                Totals raw = about.AllTime(authentic: false);
                Totals authentic = about.AllTime(authentic: true);
                return new Row(of, raw.Engagements, authentic.Engagements, raw.Conversions, authentic.Conversions);
            });

    internal readonly record struct Found(ViewSources Sources, string Campaign);

    internal readonly record struct Row(
        Case Case,
        long Raw,
        long Authentic,
        long RawConversions,
        long AuthenticConversions
    );
}
