using System.Text.Json;

namespace CreatorStream.Import.Tests;

public sealed class TalkingDataTests
{
    private const string Header = "ip,app,device,os,channel,click_time,attributed_time,is_attributed\n";

    // Invented; the first row comes three times.
    private static readonly string[] Rows =
    [
        "100,7,1,12,301,2017-11-07 08:00:00,,0",
        "100,7,1,12,301,2017-11-07 08:00:00,,0",
        "101,9,2,13,302,2017-11-07 08:00:01,2017-11-07 09:30:00,1",
        "100,7,1,12,301,2017-11-07 08:00:00,,0",
        "102,7,1,14,301,2017-11-07 08:00:02,,0",
    ];

    [Fact]
    public void A_row_is_a_click_and_an_attributed_one_an_install_beside_it()
    {
        JsonElement[] events = Import(Rows[2..3]).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(2, events.Length);
        (JsonElement click, JsonElement install) = (events[0], events[1]);
        var expected = new Dictionary<string, string>
        {
            ["type"] = "click",
            ["time"] = "2017-11-07T08:00:01.000Z",
            ["visitor"] = "101|2|13",
            ["content"] = "9|302",
            ["campaign"] = "talkingdata",
            ["source"] = "import",
        };
        foreach ((string? name, string? value) in expected)
        {
            Assert.Equal(value, click.GetProperty(name).GetString());
        }

        Assert.Equal("install", install.GetProperty("type").GetString());
        Assert.Equal("2017-11-07T09:30:00.000Z", install.GetProperty("time").GetString());
        Assert.Equal(click.GetProperty("id").GetString() + "-install", install.GetProperty("id").GetString());
        Assert.Equal("101|2|13", install.GetProperty("visitor").GetString());
    }

    [Fact]
    public void Equal_rows_are_distinct_events()
    {
        string[] ids = Import(Rows).Select(Id).ToArray();
        Assert.Equal(6, ids.Distinct().Count());
        Assert.Equal([ids[0], ids[0] + "-1", ids[0] + "-2"], [ids[0], ids[1], ids[4]]);
    }

    [Fact]
    public void Ids_depend_on_the_multiset_of_rows_only()
    {
        string[] expected = Import(Rows).Order().ToArray();
        var random = new Random(5);
        for (int i = 0; i < 20; i++)
        {
            string[] rows = Rows.ToArray();
            random.Shuffle(rows);
            Assert.Equal(expected, Import(rows).Order());
        }
        Assert.Equal(
            expected,
            Mapped
                .Run(
                    MappingFile.Load("talkingdata"),
                    (Header + string.Join('\n', Rows)).Replace("\n", "\r\n", StringComparison.Ordinal)
                )
                .Events.Order()
        );
    }

    private static string[] Import(string[] rows)
    {
        (string[]? events, string[]? refused) = Mapped.Run(
            MappingFile.Load("talkingdata"),
            Header + string.Join('\n', rows) + "\n"
        );
        Assert.Empty(refused);
        return events;
    }

    private static string Id(string line) => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!;
}
