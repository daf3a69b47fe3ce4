namespace CreatorStream.Events.Tests;

public class EventParserTests
{
    [Theory]
    [InlineData("id")]
    [InlineData("type")]
    [InlineData("time")]
    [InlineData("visitor")]
    [InlineData("value")]
    [InlineData("campaign")]
    public void A_known_field_twice_is_refused_whichever_is_good(string field)
    {
        string twice = Read.Event().Insert(1, $"\"{field}\":null,");
        twice = field is "value" or "campaign" ? twice.Insert(1, $"\"{field}\":null,") : twice;
        Rejection rejection = Assert.Single(Read.Json(twice).Rejections);
        Assert.Equal((field, "is there twice"), (rejection.Field, rejection.Reason));
    }

    [Fact]
    public void A_name_written_with_escapes_is_the_same_name()
    {
        Rejection rejection = Assert.Single(Read.Json(Read.Event().Insert(1, "\"\\u0069d\":\"e0\",")).Rejections);
        Assert.Equal("id", rejection.Field);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void An_empty_optional_field_is_an_absent_one(string empty)
    {
        foreach (
            EventField field in Enum.GetValues<EventField>().Where(f => f is not (EventField.Id or EventField.Visitor))
        )
        {
            EventBatch batch = Read.Good(Read.Event((field.JsonName(), empty)));
            Assert.Equal(0, batch.Code(field, 0));
        }
    }

    [Theory]
    [InlineData("id")]
    [InlineData("visitor")]
    [InlineData("campaign")]
    [InlineData("time")]
    [InlineData("type")]
    [InlineData("value")]
    [InlineData("text")]
    public void An_unpaired_surrogate_is_refused_for_its_field(string field) =>
        Assert.Equal(field, Assert.Single(Read.Json(Read.Event((field, "\"a\\ud800b\""))).Rejections).Field);

    [Fact]
    public void An_unpaired_surrogate_in_what_is_ignored_is_ignored() =>
        Assert.Empty(Read.Json(Read.Event(("\\ud800", "1"), ("other", "\"\\udc00\""))).Rejections);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_limit_is_of_bytes_and_reached_exactly(int bytesPerLetter)
    {
        string letter = bytesPerLetter switch
        {
            1 => "a",
            2 => "ß",
            3 => "✨",
            _ => "𝒳",
        };
        foreach (
            EventField field in (EventField[])[EventField.Id, EventField.Source, EventField.Agent, EventField.Text]
        )
        {
            int most = field.MaxBytes();
            string full = string.Concat(Enumerable.Repeat(letter, most / bytesPerLetter))
                .PadRight(most / bytesPerLetter, '.');
            full += new string('.', most % bytesPerLetter);
            Assert.Empty(Read.Json(Read.Event((field.JsonName(), $"\"{full}\""))).Rejections);
            Rejection rejection = Assert.Single(Read.Json(Read.Event((field.JsonName(), $"\"{full}.\""))).Rejections);
            Assert.Equal(field.JsonName(), rejection.Field);
            Assert.Contains($"{most} bytes", rejection.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Escapes_do_not_count_for_the_limit() =>
        Assert.Empty(
            Read.Json(Read.Event(("id", $"\"{string.Concat(Enumerable.Repeat("\\u0061", 200))}\""))).Rejections
        );

    [Theory]
    [InlineData("2026-03-01T12:10:00Z", null)]
    [InlineData("2026-03-01T12:10:00.000001Z", "ahead")]
    [InlineData("2000-01-01T00:00:00Z", null)]
    [InlineData("1999-12-31T23:59:59Z", "2000")]
    [InlineData("1970-01-01T00:00:00Z", "2000")]
    public void A_time_lies_between_the_year_2000_and_ten_minutes_ahead(string time, string? reason)
    {
        List<Rejection> rejections = Read.Json(Read.Event(("time", $"\"{time}\""))).Rejections;
        if (reason == null)
        {
            Assert.Empty(rejections);
        }
        else
        {
            Assert.Equal("time", Assert.Single(rejections).Field);
            Assert.Contains(reason, rejections[0].Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_first_bad_field_is_named_and_the_others_of_an_array_are_taken()
    {
        var read = Read.Json($"[{Read.Event()},{Read.Event(("value", "-1"), ("country", "1"))},3,{Read.Event()}]");
        Assert.Equal(2, read.Batch.Count);
        Assert.Equal([(1, "value"), (2, "")], read.Rejections.Select(rejection => (rejection.Index, rejection.Field)));
    }

    [Theory]
    [InlineData("[{},")]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":\"a\"")]
    [InlineData("{} {}")]
    [InlineData("{},")]
    [InlineData("{\"value\":NaN}")]
    [InlineData("{\"value\":Infinity}")]
    [InlineData("{\"id\":\"\u0001\"}")]
    [InlineData("{'id':1}")]
    [InlineData("\ufeff{}")]
    public void What_is_no_JSON_is_refused_whole(string body) =>
        Assert.Throws<MalformedBodyException>(() => Read.Json(body));

    [Fact]
    public void Depth_is_bounded()
    {
        string deep = new string('[', 10_000) + new string(']', 10_000);
        Assert.Throws<MalformedBodyException>(() => Read.Json(Read.Event(("other", deep))));
        Assert.Equal("", Assert.Single(Read.Line(Read.Event(("other", deep))).Rejections).Field);
        Assert.Throws<MalformedBodyException>(() => Read.Json(deep));
    }

    [Fact]
    public void A_line_that_is_no_JSON_harms_itself_only()
    {
        var parser = new EventParser();
        var batch = new EventBatch();
        var rejections = new List<Rejection>();
        byte[][] lines =
        [
            "{"u8.ToArray(),
            [0xff, 0xfe],
            "{} x"u8.ToArray(),
            System.Text.Encoding.UTF8.GetBytes(Read.Event()),
        ];
        for (int i = 0; i < lines.Length; i++)
        {
            parser.ParseLine(lines[i], i, Read.Now, batch.Append, rejections);
        }
        Assert.Equal(1, batch.Count);
        Assert.Equal([0, 1, 2], rejections.Select(rejection => rejection.Index));
    }
}
