using System.Text;
using CreatorStream.Kafka.Entries;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Tests;

/// <summary>Compaction keeps one message of each key: two entries must not have the same.</summary>
public sealed class EntryKeyTests
{
    [Theory]
    [InlineData("""{"kind":"campaign","id":"spring"}""", "default/campaign/spring")]
    [InlineData("""{"kind":"content","id":"blog/post-1","workspace":"acme"}""", "acme/content/blog/post-1")]
    // Of a workspace these two alone: other producers write all else as it is.
    [InlineData("""{"kind":"campaign","id":"a/b%","workspace":"ü é/100%"}""", "ü é%2F100%25/campaign/a/b%")]
    public void An_entry_has_the_key_that_other_producers_are_told_to_use(string entry, string key) =>
        Assert.Equal(key, KeyOf(entry));

    [Theory]
    [InlineData("acme/content/a", "b", "acme", "a/content/b")]
    [InlineData("acme%2Fcontent%2Fa", "b", "acme/content/a", "b")]
    public void A_workspace_with_a_slash_in_its_name_has_no_key_of_another(
        string workspace,
        string id,
        string otherWorkspace,
        string otherId
    ) => Assert.NotEqual(KeyOf(Content(workspace, id)), KeyOf(Content(otherWorkspace, otherId)));

    private static string Content(string workspace, string id) =>
        $$"""{"kind":"content","workspace":"{{workspace}}","id":"{{id}}"}""";

    private static string KeyOf(string entry) =>
        Encoding.UTF8.GetString(EntryKey.Of(Encoding.UTF8.GetBytes(entry), LogStream.Catalog));
}
