using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Views;
using Xunit.Abstractions;

namespace CreatorStream.Serve.Tests;

/// <summary>The hub over a real WebSocket.</summary>
public class HubTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_client_gets_a_snapshot_then_deltas_and_shows_the_newest_view()
    {
        Random random = Seed.Next(output);
        await using Site site = await Site.Start();
        ViewDocument newest = Documents.First(Documents.Key("c"));
        site.Views.Put(newest);
        using HubClient client = await site.Connect();
        Assert.Null(await client.Invoke("Subscribe", "campaign", "c", "overview"));
        var screen = new Screen();
        for (int i = 0; i < 200; i++)
        {
            newest = Documents.Next(newest, random);
            site.Views.Put(newest);
            if (random.Next(4) == 0)
            {
                JsonNode expected = Documents.Whole(newest);
                await client.ReadUntil(screen, shown => JsonNode.DeepEquals(expected, shown.Whole()));
            }
        }
        // After a gap a client asks anew.
        Assert.Null(await client.Invoke("Resync", "campaign", "c", "overview"));
        JsonNode last = Documents.Whole(newest);
        await client.ReadUntil(screen, shown => shown.Seq == 1 && JsonNode.DeepEquals(last, shown.Whole()));
    }

    [Fact]
    public async Task A_client_that_does_not_read_gets_fewer_versions_and_ends_with_the_newest()
    {
        // So large that the sockets are full after few, and the rest doesn't last the 10 s after which a client that
        // takes nothing is given up.
        const int Versions = 60;
        await using Site site = await Site.Start();
        ViewDocument newest = Documents.First(Documents.Key("c"));
        site.Views.Put(newest);
        using HubClient reading = await site.Connect();
        using HubClient idle = await site.Connect();
        await reading.Invoke("Subscribe", "campaign", "c", "overview");
        await idle.Invoke("Subscribe", "campaign", "c", "overview");
        var read = new Screen();
        string filling = new('x', 250_000);
        for (int i = 1; i <= Versions; i++)
        {
            newest = Documents.WithField(newest, $"{{\"clicks\":{i},\"filling\":\"{filling}\"}}");
            site.Views.Put(newest);
            // The one that reads sets the pace: each version had its time to be sent to both.
            await reading.ReadUntil(read, shown => Clicks(shown) == i);
        }
        Assert.InRange(read.Messages, Versions, Versions + 1);
        var late = new Screen();
        await idle.ReadUntil(late, shown => Clicks(shown) == Versions);
        output.WriteLine(
            $"{Versions} versions of 250 kB: {read.Messages} to the one that reads, {late.Messages} to the other"
        );
        Assert.InRange(late.Messages, 1, Versions / 2);
        Assert.True(JsonNode.DeepEquals(read.Whole()["figures"], late.Whole()["figures"]));
    }

    [Theory]
    [InlineData("none", "overview", "There is no such campaign.")]
    [InlineData("", "overview", "There is no such campaign.")]
    [InlineData("c", "timeline", "There is no view timeline of this campaign yet")]
    [InlineData("c", "none", "There is no view of this name")]
    [InlineData("c", "", "There is no view of this name")]
    [InlineData("other-workspace/c", "overview", "There is no such campaign.")]
    [InlineData("c", "campaigns", "There is no view of this name")]
    [InlineData("c", "overview", "There is no view of this name", "workspace")]
    [InlineData("c", "campaigns", "There is no such workspace.", "workspace")]
    [InlineData("c", "overview", "There is no view of this name", "creator")]
    [InlineData("c", "overview", "There is no such scope", "galaxy")]
    [InlineData(null, "overview", "There is no such campaign.")]
    [InlineData("c", null, "There is no view of this name")]
    public async Task What_does_not_exist_can_not_be_subscribed(
        string? of,
        string? view,
        string error,
        string scope = "campaign"
    )
    {
        await using Site site = await Site.Start();
        site.Views.Put(Documents.First(Documents.Key("c")));
        // Another advertiser's campaign of another name.
        site.Views.Put(Documents.First(new ViewKey("other-workspace", "none", "overview")));
        using HubClient client = await site.Connect();
        Assert.Contains(error, await client.Invoke("Subscribe", scope, of, view), StringComparison.Ordinal);
        Assert.Contains(error, await client.Invoke("Resync", scope, of, view), StringComparison.Ordinal);
        // The connection lives on.
        Assert.Null(await client.Invoke("Unsubscribe", scope, of, view));
        Assert.Null(await client.Invoke("Subscribe", "campaign", "c", "overview"));
    }

    [Fact]
    public async Task There_are_64_subscriptions_and_no_more()
    {
        await using Site site = await Site.Start();
        for (int i = 0; i <= ClientMailbox.MostSubscriptions; i++)
        {
            site.Views.Put(Documents.First(Documents.Key($"c{i}")));
        }
        using HubClient client = await site.Connect();
        for (int i = 0; i < ClientMailbox.MostSubscriptions; i++)
        {
            Assert.Null(await client.Invoke("Subscribe", "campaign", $"c{i}", "overview"));
        }
        Assert.Contains(
            "At most 64",
            await client.Invoke("Subscribe", "campaign", "c64", "overview"),
            StringComparison.Ordinal
        );
        // The same once more is none more, and one given up makes room.
        Assert.Null(await client.Invoke("Subscribe", "campaign", "c0", "overview"));
        Assert.Null(await client.Invoke("Unsubscribe", "campaign", "c0", "overview"));
        Assert.Null(await client.Invoke("Subscribe", "campaign", "c64", "overview"));
    }

    [Fact]
    public async Task A_message_over_32_kB_closes_the_connection_and_others_live_on()
    {
        await using Site site = await Site.Start();
        site.Views.Put(Documents.First(Documents.Key("c")));
        using HubClient other = await site.Connect();
        using HubClient client = await site.Connect();
        Assert.NotNull(await client.Invoke("Subscribe", "campaign", new string('c', 30_000), "overview"));
        await client.Call("Subscribe", "campaign", new string('c', 33_000), "overview");
        Assert.Null(await client.Next());
        Assert.Null(await other.Invoke("Subscribe", "campaign", "c", "overview"));
    }

    [Fact]
    public async Task What_can_not_be_sent_ends_its_connection_and_others_live_on()
    {
        await using Site site = await Site.Start();
        ViewDocument sound = Documents.First(Documents.Key("c"));
        site.Views.Put(sound);
        using HubClient other = await site.Connect();
        using HubClient client = await site.Connect();
        Assert.Null(await client.Invoke("Subscribe", "campaign", "c", "overview"));
        site.Views.Put(Documents.WithField(sound, "{no JSON"));
        while (await client.Next() != null) { }
        site.Views.Put(sound);
        Assert.Null(await other.Invoke("Subscribe", "campaign", "c", "overview"));
    }

    [Fact]
    public async Task A_version_with_other_fields_and_tables_comes_whole_and_deltas_go_on_behind_it()
    {
        Random random = Seed.Next(output);
        await using Site site = await Site.Start();
        ViewDocument newest = Documents.First(Documents.Key("c"));
        site.Views.Put(newest);
        using HubClient client = await site.Connect();
        Assert.Null(await client.Invoke("Subscribe", "campaign", "c", "overview"));
        var screen = new Screen();
        for (int i = 0; i < 40; i++)
        {
            // As owners of two versions of the program make them, in turns.
            newest =
                i % 4 == 1 ? Documents.OfAnotherVersion(newest)
                : i % 4 == 3 ? Documents.First(Documents.Key("c")) with { Version = newest.Version + 1 }
                : Documents.Next(newest, random);
            site.Views.Put(newest);
            JsonNode expected = Documents.Whole(newest);
            await client.ReadUntil(screen, shown => JsonNode.DeepEquals(expected, shown.Whole()));
        }
    }

    [Fact]
    public async Task An_unknown_method_is_an_error()
    {
        await using Site site = await Site.Start();
        using HubClient client = await site.Connect();
        Assert.NotNull(await client.Invoke("Put", "c", "overview"));
        Assert.NotNull(await client.Invoke("Subscribe"));
    }

    [Fact]
    public async Task The_list_of_campaigns_is_a_view_of_the_workspace_and_may_be_asked_for_before_it_is_there()
    {
        await using Site site = await Site.Start();
        using HubClient client = await site.Connect();
        Assert.Null(await client.Invoke("Subscribe", "workspace", "", "campaigns"));
        var key = ViewKey.OfWorkspace(Subject.DefaultWorkspace, "campaigns");
        site.Views.Put(Documents.First(ViewKey.OfWorkspace("other-workspace", "campaigns")));
        site.Views.Put(Documents.First(key));
        (string target, JsonElement list) = await client.NextCall();
        Assert.Equal("snapshot", target);
        Assert.Equal(
            ("workspace", "", "campaigns"),
            (
                list.GetProperty("scope").GetString(),
                list.GetProperty("of").GetString(),
                list.GetProperty("view").GetString()
            )
        );
        site.Views.Put(Documents.WithField(site.Views.Get(key)!, "{\"clicks\":5}"));
        Assert.Equal("delta", (await client.NextCall()).Target);
    }

    [Fact]
    public async Task A_view_is_watched_while_a_connection_has_subscribed_to_it()
    {
        await using Site site = await Site.Start();
        site.Views.Put(Documents.First(Documents.Key("c")));
        using (HubClient client = await site.Connect())
        {
            Assert.Null(await client.Invoke("Subscribe", "campaign", "c", "overview"));
            Assert.Null(await client.Invoke("Resync", "campaign", "c", "overview"));
            Assert.True(site.Views.IsWatched(Documents.Key("c")));
            Assert.Null(await client.Invoke("Unsubscribe", "campaign", "c", "overview"));
            Assert.False(site.Views.IsWatched(Documents.Key("c")));
            Assert.Null(await client.Invoke("Subscribe", "campaign", "c", "overview"));
        }
        Assert.False(
            await Eventually.Get(() => Task.FromResult(site.Views.IsWatched(Documents.Key("c"))), watched => !watched)
        );
    }

    [Fact]
    public async Task A_page_of_another_origin_is_refused()
    {
        await using Site site = await Site.Start();
        foreach (string origin in (string[])["https://evil.example", "null", $"http://127.0.0.1:1"])
        {
            WebSocketException error = await Assert.ThrowsAsync<WebSocketException>(() =>
                site.Connect(("Origin", origin))
            );
            Assert.Contains("403", error.Message, StringComparison.Ordinal);
        }
        using HubClient own = await site.Connect(
            ("Origin", site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority))
        );
    }

    [Fact]
    public async Task With_a_key_the_hub_needs_it()
    {
        await using Site site = await Site.Start("secret");
        WebSocketException error = await Assert.ThrowsAsync<WebSocketException>(() => site.Connect());
        Assert.Contains("401", error.Message, StringComparison.Ordinal);
        using HubClient client = await site.Connect(("Authorization", "Bearer secret"));
        Assert.Null(await client.Invoke("Subscribe", "workspace", "", "campaigns"));
    }

    private static int Clicks(Screen screen) => screen.Whole()["figures"]!["totals"]!["clicks"]!.GetValue<int>();
}
