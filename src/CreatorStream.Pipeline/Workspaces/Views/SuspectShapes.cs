using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Authenticity;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What was left out of the authentic figures, by reason: the rule, how sure it is, whom it may wrong.</summary>
internal static class SuspectShapes
{
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
        new Record<ReasonSummary>(
            "SuspectReason",
            "What was left out of the authentic figures for one reason code, and why."
        )
            .With(
                "code",
                Values.Word([.. Analytics.Authenticity.Reason.All.Select(reason => reason.Code)]),
                (in of) => of.Reason.Code
            )
            .With("actors", Values.Count, (in of) => of.Actors)
            .With("events", Values.Count, (in of) => of.Events)
            .With("rule", Values.Text, (in of) => of.Reason.Rule)
            .With("confidence", Values.Number, (in of) => of.Reason.Confidence)
            .With("falsePositives", Values.Text, (in of) => of.Reason.FalsePositives, "who might be accused wrongly")
            .With("examples", Lists.Of(Example), (in of) => of.Examples, "up to 5 actors with most events");
}
