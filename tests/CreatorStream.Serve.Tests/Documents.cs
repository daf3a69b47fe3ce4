using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Serve.Tests;

/// <summary>Versions of views, as stage 2 makes them: what did not change is shared with the version before.</summary>
internal static class Documents
{
    public static ViewKey Key(string campaign, string view = "overview") =>
        new(Subject.DefaultWorkspace, campaign, view);

    public static ViewDocument First(ViewKey key) =>
        new(
            key,
            1,
            new Dictionary<string, byte[]> { ["totals"] = Json("{\"clicks\":0}"), ["raw"] = Json("{\"clicks\":0}") },
            new Dictionary<string, ViewTable> { ["rows"] = new([]), ["points"] = new([]) },
            Json("{\"asOf\":1}")
        );

    public static ViewDocument WithField(ViewDocument of, string json) =>
        of with
        {
            Version = of.Version + 1,
            Fields = new Dictionary<string, byte[]>(of.Fields) { ["totals"] = Json(json) },
        };

    /// <summary>The next version: fields replaced, rows added, changed and removed, or nothing but the state.</summary>
    public static ViewDocument Next(ViewDocument before, Random random)
    {
        long version = before.Version + 1;
        var fields = new Dictionary<string, byte[]>(before.Fields);
        foreach (string name in before.Fields.Keys.Where(_ => random.Next(3) == 0))
        {
            fields[name] = Json($"{{\"clicks\":{version}}}");
        }
        var tables = new Dictionary<string, ViewTable>(before.Tables);
        foreach (string name in before.Tables.Keys.Where(_ => random.Next(2) == 0))
        {
            tables[name] = new ViewTable(
                NextRows(before.Tables[name].Rows, random, version, numbers: name == "points")
            );
        }
        return before with
        {
            Version = version,
            Fields = fields,
            Tables = tables,
            State = random.Next(2) == 0 ? Json($"{{\"asOf\":{version}}}") : before.State,
        };
    }

    /// <summary>The next version, by a program that has another field and another table, and lacks one of each.</summary>
    public static ViewDocument OfAnotherVersion(ViewDocument before) =>
        before with
        {
            Version = before.Version + 1,
            Fields = new Dictionary<string, byte[]> { ["totals"] = Json("{\"clicks\":1}"), ["new"] = Json("{}") },
            Tables = new Dictionary<string, ViewTable>
            {
                ["rows"] = before.Tables["rows"],
                ["more"] = new([new ViewRow("\"a\"", Json("{\"id\":\"a\",\"n\":1}"))]),
            },
        };

    public static JsonNode Whole(ViewDocument view)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ViewJson.WriteView(buffer, view);
        return JsonNode.Parse(buffer.WrittenSpan)!;
    }

    private static List<ViewRow> NextRows(IReadOnlyList<ViewRow> before, Random random, long version, bool numbers)
    {
        var rows = new List<ViewRow>();
        var known = before.ToDictionary(row => row.Key);
        for (int id = 0; id < 12; id++)
        {
            string key = numbers ? $"{id + 10}" : $"\"row-{id + 10}\"";
            bool was = known.TryGetValue(key, out ViewRow row);
            switch (random.Next(4))
            {
                case 0:
                    rows.Add(new ViewRow(key, Json($"{{\"id\":{key},\"n\":{version}}}")));
                    break;
                case 1:
                    // Gone, or not there yet.
                    break;
                default:
                    if (was)
                    {
                        rows.Add(row);
                    }
                    break;
            }
        }
        return rows;
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
}
