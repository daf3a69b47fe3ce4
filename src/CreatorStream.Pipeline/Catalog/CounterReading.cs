using System.Text;
using System.Text.Json;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>What a counter counts: a content item or an account on a platform. One of the two names is "".</summary>
public readonly record struct CounterSubject(
    string Workspace,
    string Content,
    string Account,
    string Platform,
    string Campaign,
    string Creator
)
{
    public static IComparer<CounterSubject> ByName { get; } =
        Comparer<CounterSubject>.Create(
            (a, b) =>
            {
                int order = string.CompareOrdinal(a.Content, b.Content);
                order = order != 0 ? order : string.CompareOrdinal(a.Account, b.Account);
                order = order != 0 ? order : string.CompareOrdinal(a.Platform, b.Platform);
                order = order != 0 ? order : string.CompareOrdinal(a.Campaign, b.Campaign);
                return order != 0 ? order : string.CompareOrdinal(a.Creator, b.Creator);
            }
        );
}

/// <summary>Cumulative values of one subject at one time, by counter name; what the platform left out is not there.</summary>
public sealed record CounterReading(CounterSubject Subject, long TimeMicros, IReadOnlyDictionary<string, long> Values);

/// <summary>Reads counters from JSON and says which field of a bad one is wrong and why.</summary>
public static class CounterParser
{
    /// <summary>What a number of JSON holds in every reader: 2^53 - 1.</summary>
    private const long MostCounted = (1L << 53) - 1;

    private static readonly string[] Names = ["reach", "views", "likes", "comments", "shares", "saves", "followers"];

    /// <returns>The reading, or null with the field at fault and the reason.</returns>
    public static CounterReading? TryParse(JsonElement json, out string field, out string reason)
    {
        field = "";
        reason = "";
        if (json.ValueKind != JsonValueKind.Object)
        {
            reason = "expected a JSON object";
            return null;
        }
        if (
            !TryName(json, "workspace", out string workspace, ref field, ref reason)
            || !TryName(json, "content", out string content, ref field, ref reason)
            || !TryName(json, "account", out string account, ref field, ref reason)
            || !TryName(json, "platform", out string platform, ref field, ref reason)
            || !TryName(json, "campaign", out string campaign, ref field, ref reason)
            || !TryName(json, "creator", out string creator, ref field, ref reason)
        )
        {
            return null;
        }
        if (content.Length > 0 == account.Length > 0)
        {
            (field, reason) = ("content", "either content or account must say what is counted");
            return null;
        }
        if (platform.Length == 0)
        {
            (field, reason) = ("platform", "is missing");
            return null;
        }
        if (
            !json.TryGetProperty("time", out JsonElement time)
            || time.ValueKind != JsonValueKind.String
            || !Rfc3339.TryParse(Encoding.UTF8.GetBytes(time.GetString()!), out long micros)
            || micros < Rfc3339.EarliestMicros
        )
        {
            (field, reason) = ("time", "is not a time since 2000 in RFC 3339, such as 2026-11-21T08:00:00Z");
            return null;
        }
        var values = new Dictionary<string, long>();
        foreach (string name in Names)
        {
            if (!json.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }
            if (
                value.ValueKind != JsonValueKind.Number
                || !value.TryGetInt64(out long count)
                || count is < 0 or > MostCounted
            )
            {
                (field, reason) = (name, $"is not a whole number from 0 to {MostCounted}");
                return null;
            }
            values[name] = count;
        }
        if (values.Count == 0)
        {
            (field, reason) = ("", "has no counter: " + string.Join(", ", Names));
            return null;
        }
        workspace = workspace.Length == 0 ? Catalog.Subject.DefaultWorkspace : workspace;
        return new CounterReading(
            new CounterSubject(workspace, content, account, platform, campaign, creator),
            micros,
            values
        );
    }

    private static bool TryName(JsonElement json, string name, out string text, ref string field, ref string reason)
    {
        text = "";
        if (!json.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }
        field = name;
        if (value.ValueKind != JsonValueKind.String)
        {
            reason = "must be a string";
            return false;
        }
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            reason = "has an unpaired surrogate";
            return false;
        }
        if (Encoding.UTF8.GetByteCount(text) > 200 || text.Any(char.IsControl))
        {
            reason = "is longer than 200 bytes or has a control character";
            return false;
        }
        return true;
    }
}
