using System.Text.Json;
using CreatorStream.Analytics.Authenticity;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What was left out of the authentic figures, by reason: the rule, how sure it is, whom it may wrong.</summary>
internal sealed class SuspectWriter(WorkspaceState workspace)
{
    public void Write(Utf8JsonWriter json, string campaign)
    {
        json.WriteStartArray();
        foreach (SuspectSummary summary in workspace.Evidence.Of(campaign))
        {
            ReasonInfo reason = summary.Reason;
            json.WriteStartObject();
            json.WriteString("code", reason.Code);
            json.WriteNumber("actors", summary.Actors);
            json.WriteNumber("events", summary.Events);
            json.WriteString("rule", reason.Rule);
            json.WriteNumber("confidence", reason.Confidence);
            json.WriteString("falsePositives", reason.FalsePositives);
            json.WriteStartArray("examples");
            foreach ((string actor, long events, long first, long last) in summary.Examples)
            {
                json.WriteStartObject();
                json.WriteString("actor", actor);
                json.WriteNumber("events", events);
                json.WriteTime("first", first);
                json.WriteTime("last", last);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
