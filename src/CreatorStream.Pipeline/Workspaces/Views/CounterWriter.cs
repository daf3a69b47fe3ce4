using System.Text.Json;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Platforms' own counters, as they stand beside own tracking.</summary>
internal sealed class CounterWriter(WorkspaceState workspace)
{
    public void WriteAccounts(Utf8JsonWriter json, string campaign)
    {
        json.WriteStartArray();
        foreach (CounterSubject account in workspace.Counters.Accounts(campaign))
        {
            json.WriteStartObject();
            json.WriteString("account", account.Account);
            json.WriteString("platform", account.Platform);
            json.WriteStartObject("counters");
            WriteCounters(json, account);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public void WriteContent(Utf8JsonWriter json, string item)
    {
        IReadOnlyCollection<CounterSubject> subjects = workspace.Counters.OfContent(item);
        if (subjects.Count == 0)
        {
            json.WriteNull("counters");
            return;
        }
        // One platform reports an item; where two do, both can't be shown under one name: the first by name is.
        json.WriteStartObject("counters");
        WriteCounters(json, subjects.First());
        json.WriteEndObject();
    }

    private void WriteCounters(Utf8JsonWriter json, CounterSubject subject)
    {
        foreach ((string name, Counters.CounterFigure figure) in workspace.Counters.Latest(subject))
        {
            json.WriteStartObject(name);
            json.WriteNumber("value", figure.Value);
            if (figure.Change is { } change)
            {
                json.WriteNumber("change", change);
            }
            else
            {
                json.WriteNull("change");
            }
            json.WriteTime("asOf", figure.AsOfMicros);
            json.WriteEndObject();
        }
    }
}
