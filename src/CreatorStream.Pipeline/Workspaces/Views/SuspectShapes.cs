using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Authenticity;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Who was left out of the authentic figures, or is suspect, by reason: the rule, how sure it is, whom it may wrong.</summary>
internal static class SuspectShapes
{
    private const string Suspect = "suspect";
    private const string Inauthentic = "inauthentic";

    private static readonly Record<ActorExample> Example = new Record<ActorExample>("", "")
        .With(
            "actor",
            Values.Text,
            (in of) => of.Actor,
            "its name; empty where it isn't known or the person was erased"
        )
        .With("events", Values.Count, (in of) => of.Events)
        .With("first", Values.Time, (in of) => of.FirstMicros)
        .With("last", Values.Time, (in of) => of.LastMicros);

    public static Record<ReasonSummary> Reason { get; } =
        new Record<ReasonSummary>("SuspectReason", "Actors with one verdict for one reason code, and why.")
            .With(
                "code",
                Values.Word([.. Analytics.Authenticity.Reason.All.Select(reason => reason.Code)]),
                (in of) => of.Reason.Code
            )
            .With(
                "verdict",
                Values.Word(Suspect, Inauthentic),
                (in of) => of.Verdict == VerdictLevel.Suspect ? Suspect : Inauthentic,
                "inauthentic: left out of authentic figures; suspect: named, and counted like anybody"
            )
            .With("actors", Values.Count, (in of) => of.Actors)
            .With("events", Values.Count, (in of) => of.Events)
            .With("rule", Values.Text, (in of) => of.Reason.Rule)
            .With(
                "confidence",
                Values.Number,
                (in of) => of.Confidence,
                "how likely each is no person by this reason alone: 0 to 1, on average"
            )
            .With("falsePositives", Values.Text, (in of) => of.Reason.FalsePositives, "who might be accused wrongly")
            .With("examples", Lists.Of(Example), (in of) => of.Examples, "up to 5 actors with most events");
}
