using System.Text.Json;

namespace CreatorStream.Bench.Screen;

/// <summary>What a dashboard would show of a message of the hub: read only as far as it takes.</summary>
internal static class HubMessage
{
    /// <summary>Reads a snapshot or a delta of an overview, of which the all-time impressions count.</summary>
    /// <returns>false for other messages, and for a delta in which they don't change.</returns>
    /// <exception cref="IOException">The hub says that a call failed.</exception>
    public static bool TryRead(ReadOnlySpan<byte> message, out string campaign, out long impressions)
    {
        campaign = "";
        impressions = 0;
        var json = new Utf8JsonReader(message);
        bool isTotals = false;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.CurrentDepth == 1 && json.ValueTextEquals("error"u8))
            {
                json.Read();
                throw new IOException($"the hub answers: {json.GetString()}");
            }
            // {"type":1,"target":"delta","arguments":[{"of":…,"fields":{"totals":{"impressions":…
            if (json.CurrentDepth == 3 && json.ValueTextEquals("of"u8))
            {
                json.Read();
                campaign = json.GetString()!;
            }
            else if (json.CurrentDepth == 4)
            {
                isTotals = json.ValueTextEquals("totals"u8);
            }
            else if (isTotals && json.CurrentDepth == 5 && json.ValueTextEquals("impressions"u8))
            {
                json.Read();
                impressions = json.GetInt64();
                return true;
            }
        }
        return false;
    }
}
