using System.Text;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Topics;
using CreatorStream.Kafka.DeadLetters;
using CreatorStream.Kafka.Facts;

namespace CreatorStream.Host.Tests.Topics;

public sealed class DeadLetterTextTests
{
    private const long SetAside = 1_768_478_400_000;

    [Fact]
    public void A_list_has_reasons_and_the_newest_on_one_line_of_value_each()
    {
        var counts = new DeadLetterCounts(newest: 1);
        counts.Add(Letter(1, "{}"));
        counts.Add(Letter(2, "a\u001b[31m\nb" + new string('x', 200)));
        string text = DeadLetterText.List(counts);
        Assert.Contains("2 dead letters, 1 reasons", text, StringComparison.Ordinal);
        Assert.Contains("2026-01-15 12:00:00Z", text, StringComparison.Ordinal);
        Assert.Contains("p.clicks/3/2", text, StringComparison.Ordinal);
        // Nothing that a terminal would obey.
        Assert.Contains("a·[31m·bxx", text, StringComparison.Ordinal);
        Assert.EndsWith("…\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_says_so() =>
        Assert.Equal("There are no such dead letters.\n", DeadLetterText.List(new DeadLetterCounts(5)));

    [Theory]
    [InlineData("""{"a":[1,"ü"]}""", "{\n  \"a\": [\n    1,\n    \"ü\"\n  ]\n}\n")]
    [InlineData("no json", "no json\n")]
    public void One_is_shown_with_its_json_indented_and_other_text_as_it_is(string value, string shown)
    {
        string text = DeadLetterText.Show(Letter(9, value));
        Assert.EndsWith(shown, text, StringComparison.Ordinal);
        Assert.Contains("offset      9 of dead-letters", text, StringComparison.Ordinal);
        Assert.Contains("key         v-1", text, StringComparison.Ordinal);
        Assert.Contains("field       visitor", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_is_shown_as_bytes()
    {
        string text = DeadLetterText.Show(Letter(1, "") with { Value = [0xff, (byte)'a', 0] });
        Assert.Contains("00000000  ff 61 00", text, StringComparison.Ordinal);
        Assert.EndsWith("  .a.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_is_named_by_either_place()
    {
        StoredDeadLetter letter = Letter(5, "");
        Assert.True(DeadLetterFilter.One("5", "p.")(letter));
        Assert.True(DeadLetterFilter.One("clicks/3/5", "p.")(letter));
        Assert.True(DeadLetterFilter.One("p.clicks/3/5", "p.")(letter));
        Assert.False(DeadLetterFilter.One("6", "p.")(letter));
        Assert.False(DeadLetterFilter.One("clicks/2/5", "p.")(letter));
        Assert.All(
            new[] { "", "x", "-1", "clicks/3", "clicks/a/5", "a/1/2/3" },
            place => Assert.Throws<SettingException>(() => DeadLetterFilter.One(place, "p."))
        );
    }

    [Fact]
    public void A_filter_is_all_that_it_names()
    {
        StoredDeadLetter letter = Letter(5, "");
        Assert.True(new DeadLetterFilter(null, null, []).Matches(letter));
        Assert.True(new DeadLetterFilter("VISITOR is", "p.clicks", [4, 5]).Matches(letter));
        Assert.False(new DeadLetterFilter("type", null, []).Matches(letter));
        Assert.False(new DeadLetterFilter(null, "p.likes", []).Matches(letter));
        Assert.False(new DeadLetterFilter(null, null, [4]).Matches(letter));
    }

    [Fact]
    public void Fields_to_set_are_named_and_may_hold_anything()
    {
        IReadOnlyDictionary<string, string> changes = RetryCommand.Changes(["url=https://a/?b=c", "country="]);
        Assert.Equal("https://a/?b=c", changes["url"]);
        Assert.Equal("", changes["country"]);
        Assert.Throws<SettingException>(() => RetryCommand.Changes(["=x"]));
        Assert.Throws<SettingException>(() => RetryCommand.Changes(["type"]));
    }

    private static StoredDeadLetter Letter(long offset, string value) =>
        new(
            offset,
            SetAside,
            new DeadLetterKey("p.clicks", 3, offset, SetAside, "visitor", "is missing", "v-1"u8.ToArray()),
            Encoding.UTF8.GetBytes(value)
        );
}
