using System.Text.Json;

namespace CreatorStream.Import.Tests;

public sealed class MappingTests
{
    [Theory]
    [InlineData("content: { column: x }", "a,b\"\"c", "\"content\":\"a,b\\\"c\"")]
    [InlineData("content: { columns: [id, x], separator: \"-\" }", "q", "\"content\":\"1-q\"")]
    [InlineData(
        "person: { email: x }",
        " Jane@Shop.example",
        "\"person\":\"email:8911f29841d783b75058ae550fa169b290686b5e0c51aab805c85b885a963700\""
    )]
    [InlineData("content: { column: x, prefix: p-, suffix: -s }", "q", "\"content\":\"p-q-s\"")]
    [InlineData("value: { column: x, decimal: \",\", thousands: \".\" }", "1.234,50", "\"value\":1234.50")]
    [InlineData("completeness: { column: x, decimal: \",\" }", "0,75", "\"completeness\":0.75")]
    [InlineData("address: { column: x }", "corporate", "\"address\":\"corporate\"")]
    [InlineData("value: { column: x }", "12.345678901234567", "\"value\":12.345678901234567")]
    [InlineData("seconds: { column: x }", "7", "\"seconds\":7")]
    [InlineData("value: { column: x, per: 100 }", "1999", "\"value\":19.99")]
    [InlineData("value: { column: x, decimal: \",\", per: 100, sign: drop }", "-1999,5", "\"value\":19.995")]
    [InlineData("value: { column: x, sign: drop }", "-12.50", "\"value\":12.50")]
    [InlineData("value: { column: x, sign: drop }", "12.50", "\"value\":12.50")]
    [InlineData("completeness: { column: x, per: 3 }", "1", "\"completeness\":0.333333333333333333")]
    [InlineData(
        "action: { cases: [{ column: x, is: a, value: one }, { column: x, in: [b, c], value: two }] }",
        "c",
        "\"action\":\"two\""
    )]
    [InlineData(
        "action: { cases: [{ column: x, matches: \"^h.*o$\", value: greeting }], otherwise: none }",
        "hello",
        "\"action\":\"greeting\""
    )]
    [InlineData(
        "action: { cases: [{ if: [{ column: x, not: a }, { column: id, is: \"1\" }], value: both }], otherwise: none }",
        "b",
        "\"action\":\"both\""
    )]
    public void A_field_is_made_of_columns_constants_and_cases(string field, string x, string expected)
    {
        (string[]? events, string[]? refused) = Mapped.Run(Mapped.With(field), $"id,x\n1,\"{x}\"\n");
        Assert.Empty(refused);
        Assert.Contains(expected, Assert.Single(events), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_column_leaves_its_field_out()
    {
        (string[]? events, string[] _) = Mapped.Run(Mapped.With("content: { column: x }"), "id,x\n1,\n");
        Assert.False(JsonDocument.Parse(events[0]).RootElement.TryGetProperty("content", out _));
    }

    [Theory]
    [InlineData("value: { column: x }", "1,50", "value: '1,50' is no number")]
    [InlineData("value: { column: x }", "abc", "value: 'abc' is no number")]
    [InlineData("value: { column: x, decimal: \",\", thousands: \".\" }", "1,2,3", "value: '1,2,3' is no number")]
    [InlineData(
        "action: { cases: [{ column: x, is: a, value: one }] }",
        "b",
        "action: none of its cases holds, and there is no 'otherwise'"
    )]
    public void A_row_without_a_usable_value_is_refused_with_its_line(string field, string x, string reason)
    {
        (string[]? events, string[]? refused) = Mapped.Run(
            Mapped.With(field),
            $"id,x\n1,a\n2,\"{x}\"\n".Replace("1,a\n", "", StringComparison.Ordinal)
        );
        Assert.Empty(events);
        Assert.Equal($"2 {reason}", Assert.Single(refused));
    }

    /// <summary>A point that was meant as the decimal sign would multiply the amount.</summary>
    [Theory]
    [InlineData(".", "1.23")]
    [InlineData(".", "12.50")]
    [InlineData(".", "-12.50")]
    [InlineData(".", "1.2.3,4")]
    [InlineData(".", "0.123")]
    [InlineData(".", "1234.567")]
    [InlineData(".", "1.234.56")]
    [InlineData(".", "1..234")]
    [InlineData(".", "1.234.")]
    [InlineData("'", "12'34")]
    [InlineData(" ", "12 34")]
    public void Thousands_that_are_no_groups_of_three_digits_are_refused(string thousands, string x)
    {
        (string[]? events, string[]? refused) = Mapped.Run(Grouped(thousands), $"id,x\n1,\"{x}\"\n");
        Assert.Empty(events);
        Assert.Equal(
            $"2 value: '{x}': '{thousands}' may stand only between groups of three digits, as in 1{thousands}234",
            Assert.Single(refused)
        );
    }

    [Theory]
    [InlineData(".", "999", "999")]
    [InlineData(".", "0,5", "0.5")]
    [InlineData(".", "1234567,8", "1234567.8")]
    [InlineData(".", " 1.234.567,8 ", "1234567.8")]
    [InlineData(".", "+12.345", "12345")]
    [InlineData(" ", "12 345,67", "12345.67")]
    [InlineData("\u00a0", "1 234", "1234")]
    public void Thousands_in_groups_or_without_are_read(string thousands, string x, string value)
    {
        (string[]? events, string[]? refused) = Mapped.Run(Grouped(thousands), $"id,x\n1,\"{x}\"\n");
        Assert.Empty(refused);
        Assert.EndsWith($"\"value\":{value}}}", Assert.Single(events), StringComparison.Ordinal);
    }

    private static string Grouped(string thousands) =>
        Mapped.With($"value: {{ column: x, decimal: \",\", thousands: \"{thousands}\" }}");

    [Fact]
    public void A_required_field_must_not_be_empty()
    {
        (string[] _, string[]? refused) = Mapped.Run(Mapped.With(""), "id,x\n,a\n");
        Assert.Equal("2 id: is empty", Assert.Single(refused));
    }

    [Fact]
    public void Conditions_skip_rows_and_make_further_events()
    {
        const string Yaml = """
            skip:
              - { column: x, is: test }
            events:
              - { id: { column: id }, type: click, time: { column: t }, visitor: v }
              - when: { column: x, empty: false }
                id: { column: id, suffix: -i }
                type: install
                time: { column: t }
                visitor: v
            """;
        (string[]? events, string[] _) = Mapped.Run(
            Yaml,
            "id,x,t\n1,,2026-01-01T00:00:00Z\n2,test,2026-01-01T00:00:00Z\n3,y,2026-01-01T00:00:00Z\n"
        );
        Assert.Equal(
            ["1", "3", "3-i"],
            events.Select(e => JsonDocument.Parse(e).RootElement.GetProperty("id").GetString())
        );
    }

    [Fact]
    public void Counters_stay_missing_where_the_platform_gives_none()
    {
        const string Yaml = """
            kind: counters
            counters:
              - content: { column: post }
                platform: tiktok
                time: { column: at, format: unix }
                views: { column: views }
                saves: { column: saves }
            """;
        (string[]? events, string[] _) = Mapped.Run(Yaml, "post,at,views,saves\np1,1700000000,12,\n");
        Assert.Equal(
            """{"time":"2023-11-14T22:13:20.000Z","content":"p1","platform":"tiktok","views":12}""",
            Assert.Single(events)
        );
    }

    [Fact]
    public void Rows_may_be_json_with_paths_for_columns()
    {
        const string Yaml = """
            events:
              - id: { column: messageId }
                type: purchase
                time: { column: timestamp }
                visitor: { column: anonymousId }
                value: { column: properties.total }
                order: { column: properties.order_id }
            """;
        (string[]? events, string[]? refused) = Mapped.Run(
            Yaml,
            """
            {"messageId":"m1","timestamp":"2026-05-01T10:00:00.123Z","anonymousId":"a","properties":{"total":12.5,"order_id":77}}

            {"messageId":
            """
        );
        Assert.Equal(
            """{"id":"m1","type":"purchase","time":"2026-05-01T10:00:00.123Z","visitor":"a","order":"77","value":12.5}""",
            Assert.Single(events)
        );
        Assert.StartsWith("3 : no JSON", Assert.Single(refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events:\n  - id: x\n    typ: click\n", "line 3: events.typ: unknown key; known here:")]
    [InlineData("events:\n  - id: x\n    type: click\n    time: t\n", "line 2: events[0]: 'visitor' is missing")]
    [InlineData("evnts: []\n", "line 1: 'events' is missing")]
    [InlineData("kind: both\n", "line 1: kind: 'both' is neither events nor counters")]
    [InlineData(
        "events:\n  - id: { colum: x }\n",
        "line 2: events[0].id: one of 'column', 'columns', 'cases', 'row' is wanted"
    )]
    [InlineData(
        "events:\n  - time: { column: x, zone: Mars/Olympus }\n",
        "line 2: events[0].time: no time zone 'Mars/Olympus'"
    )]
    [InlineData(
        "skip:\n  - { column: x, is: a, not: b }\nevents: [{}]\n",
        "line 2: skip[0]: one of 'is', 'not', 'in', 'empty', 'matches' is wanted"
    )]
    [InlineData("events: [\n", "no YAML")]
    [InlineData(
        "kind: counters\ncounters:\n  - time: t\n    platform: x\n",
        "line 3: counters[0]: 'content' or 'account' is missing"
    )]
    [InlineData(
        "events:\n  - value: { column: x, decimal: \",\", thousands: \",\" }\n",
        "line 2: events[0].value: 'decimal' and 'thousands' are the same sign"
    )]
    [InlineData("events:\n  - value: { column: x, per: 0 }\n", "line 2: events[0].value.per: a whole number above 0")]
    [InlineData("events:\n  - value: { column: x, per: 1.5 }\n", "events[0].value.per: a whole number above 0")]
    [InlineData("events:\n  - value: { column: x, sign: keep }\n", "events[0].value.sign: only 'drop' is known")]
    [InlineData(
        "events:\n  - ? [a]\n    : x\n",
        "line 2: events[0]: a key that is no text; is it a template that was not filled in"
    )]
    public void Mistakes_are_named_with_key_and_line(string yaml, string expected)
    {
        YamlFileException e = Assert.Throws<YamlFileException>(() => Mapped.Parse(yaml));
        Assert.StartsWith("test.yaml: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            expected.Replace("events.typ", "events[0].typ", StringComparison.Ordinal),
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_mapping_that_does_not_exist_is_answered_with_those_that_do()
    {
        YamlFileException e = Assert.Throws<YamlFileException>(() => MappingFile.Load("nonsense"));
        Assert.Contains("talkingdata", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_is_answered_with_those_that_are()
    {
        InputException e = Assert.Throws<InputException>(() =>
            Mapped.Run(Mapped.With("content: { column: y }"), "id,x\n1,a\n")
        );
        Assert.Contains("no column 'y'; there are: id, x", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_leads_into_objects_and_arrays()
    {
        (string[] events, string[] refused) = Mapped.Run(
            Mapped.With("code: { column: codes.1.name }"),
            """
            {"id":"a","codes":[{"name":"x"},{"name":"y"}]}
            {"id":"b","codes":[{"name":"x"}]}
            {"id":"c","codes":{"1":{"name":"z"}}}
            """
        );
        Assert.Empty(refused);
        Assert.Equal(
            ["y", null, "z"],
            events.Select(line => (string?)System.Text.Json.Nodes.JsonNode.Parse(line)!["code"])
        );
    }

    [Fact]
    public void Half_a_character_refuses_its_row_only()
    {
        (string[] events, string[] refused) = Mapped.Run(
            Mapped.With("code: { column: code }"),
            """
            {"id":"a","code":"\ud800"}
            {"id":"b","code":"x"}
            """
        );
        Assert.Single(events);
        Assert.Equal(["1 : 'code' has half a character"], refused);
    }
}
