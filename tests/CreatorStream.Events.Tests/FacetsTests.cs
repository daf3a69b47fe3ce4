using System.Text;

namespace CreatorStream.Events.Tests;

public sealed class FacetsTests
{
    private static readonly EventIdentity Identity = new(7);

    [Theory]
    [InlineData("", "")]
    [InlineData("AD", "AD")]
    [InlineData("DE", "DE")]
    [InlineData("ZW", "ZW")]
    [InlineData("AA", Facets.Other)]
    [InlineData("ZZ", Facets.Other)]
    public void A_country_is_one_of_the_list_or_another(string said, string expected)
    {
        var facets = Facets.Of(Encoding.ASCII.GetBytes(said));
        Assert.Equal(expected, facets.Country);
        Assert.Equal(said.Length == 0, facets.AreNone);
    }

    [Fact]
    public void Whatever_senders_make_up_a_subject_has_few()
    {
        var all = new HashSet<Facets>();
        for (char first = 'A'; first <= 'Z'; first++)
        {
            for (char second = 'A'; second <= 'Z'; second++)
            {
                var facets = Facets.Of([(byte)first, (byte)second]);
                Assert.True(facets.Country == $"{first}{second}" || facets.Country == Facets.Other);
                all.Add(facets);
            }
        }
        // 249 countries, Kosovo and all others.
        Assert.Equal(251, all.Count);
    }

    [Fact]
    public void Touches_have_facets_and_are_of_the_same_plain_subject()
    {
        EventBatch batch = Read.Json(
            $"[{Read.Event(("type", "\"click\""))},{Read.Event(("type", "\"click\""), ("country", "\"DE\""))},{Read.Event(("type", "\"purchase\""), ("country", "\"DE\""))}]"
        ).Batch;
        Identity.Compute(batch);
        Assert.True(Identity.HasFacets);
        Assert.Equal(["", "DE", ""], Enumerable.Range(0, 3).Select(row => Identity.FacetsOf(row).Country));
        Assert.NotEqual(Identity.Subjects[0], Identity.Subjects[1]);
        Assert.Equal(Identity.Subjects[0], Identity.Subjects[2]);
        Assert.Equal(Identity.Subjects[0], Identity.PlainSubject(1));
        Assert.Equal(Identity.Subjects[0], Identity.PlainSubject(0));
    }

    [Theory]
    [InlineData("pixel")]
    [InlineData("link")]
    [InlineData("script")]
    public void What_strangers_state_splits_no_subject(string via)
    {
        string[] all =
        [
            .. Enumerable
                .Range(0, 26 * 26)
                .Select(n =>
                    Read.Event(
                        ("type", "\"click\""),
                        ("via", $"\"{via}\""),
                        ("country", $"\"{(char)('A' + (n / 26))}{(char)('A' + (n % 26))}\"")
                    )
                ),
        ];
        EventBatch batch = Read.Json($"[{string.Join(",", all)}]").Batch;
        Identity.Compute(batch);
        Assert.Equal(all.Length, batch.Count);
        Assert.Single(Identity.Subjects[..batch.Count].ToArray().Distinct());
    }
}
