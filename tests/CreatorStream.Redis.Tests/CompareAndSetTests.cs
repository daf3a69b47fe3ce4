using CreatorStream.Pipeline.Views;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace CreatorStream.Redis.Tests;

public sealed class CompareAndSetTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task The_newest_version_stands_whatever_the_order_and_however_many_write()
    {
        Random random = Seed.Next(output);
        await using RedisServer redis = await RedisServer.SomeAsync();
        // Around where doubles lose integers, and where text and numbers differ in order.
        long[] numbers = [0, 9, 10, 99, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, long.MaxValue - 1, long.MaxValue];
        PublishedView[] versions = [.. numbers.SelectMany(epoch => numbers.Select(offset => Views.Of(epoch, offset)))];
        ConnectionMultiplexer[] clients = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => redis.ConnectAsync()));
        for (int round = 0; round < 10; round++)
        {
            var names = new RedisNames($"{redis.Prefix}-{round}");
            PublishedView newest = versions[random.Next(versions.Length)];
            PublishedView[] put = [.. versions.Where(view => view.Version <= newest.Version)];
            await Eventually.Done(
                Task.WhenAll(
                    clients.Select(client =>
                    {
                        PublishedView[] shuffled = [.. put];
                        lock (random)
                        {
                            random.Shuffle(shuffled);
                        }
                        return Task.WhenAll(shuffled.Select(view => PutAsync(client, names, view)));
                    })
                )
            );
            IDatabase reader = clients[0].GetDatabase();
            RedisValue body = await reader.HashGetAsync(names.View(newest.Key), "body");
            Assert.Equal(newest.Version, ViewCodec.Read((byte[])body!).Version);
            RedisValue noted = await reader.HashGetAsync(names.Versions("acme"), RedisNames.Field(newest.Key));
            Assert.Equal(RedisNames.Text(newest.Version), noted);
        }
        foreach (ConnectionMultiplexer client in clients)
        {
            client.Dispose();
        }
    }

    [SkippableFact]
    public async Task An_earlier_owner_never_overwrites_a_later_one()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        using ConnectionMultiplexer client = await redis.ConnectAsync();
        var names = new RedisNames(redis.Prefix);
        Assert.Equal(PutOutcome.Written, await PutAsync(client, names, Views.Of(2, 1)));
        Assert.Equal(PutOutcome.Older, await PutAsync(client, names, Views.Of(1, 1000)));
        Assert.Equal(PutOutcome.Present, await PutAsync(client, names, Views.Of(2, 1)));
        Assert.Equal(PutOutcome.Written, await PutAsync(client, names, Views.Of(2, 2)));
        Assert.Equal(PutOutcome.Written, await PutAsync(client, names, Views.Of(10, 0)));
        Assert.Equal(PutOutcome.Older, await PutAsync(client, names, Views.Of(9, 5)));
    }

    [SkippableFact]
    public async Task Of_views_put_together_each_is_compared_by_itself()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        using ConnectionMultiplexer client = await redis.ConnectAsync();
        var names = new RedisNames(redis.Prefix);
        await PutAsync(client, names, Views.Of(1, 5, "newer"));
        await PutAsync(client, names, Views.Of(1, 3, "same"));
        PublishedView[] views = [Views.Of(1, 3, "newer"), Views.Of(1, 3, "same"), Views.Of(1, 3, "none")];
        PutOutcome[] outcomes = await PutScript.RunAsync(
            client.GetDatabase(),
            names,
            [.. views.Select(view => (view, ViewCodec.Write(view)))]
        );
        Assert.Equal([PutOutcome.Older, PutOutcome.Present, PutOutcome.Written], outcomes);
        byte[]?[] bodies = await ReadScript.RunAsync(
            client.GetDatabase(),
            names,
            [Views.Key("none"), Views.Key("missing"), Views.Key("newer")]
        );
        Assert.Equal([ViewCodec.Write(views[2]), null, ViewCodec.Write(Views.Of(1, 5, "newer"))], bodies);
    }

    [SkippableFact]
    public async Task A_forgotten_script_is_sent_again()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        using ConnectionMultiplexer client = await redis.ConnectAsync();
        var names = new RedisNames(redis.Prefix);
        await PutAsync(client, names, Views.Of(1, 1));
        await client.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");
        Assert.Equal(PutOutcome.Written, await PutAsync(client, names, Views.Of(1, 2)));
    }

    [Theory]
    [InlineData("acme", ViewScope.Campaign, "spring", "overview")]
    [InlineData("a:{b}/c", ViewScope.Creator, "100 % /:", "é{}")]
    [InlineData("acme", ViewScope.Portfolio, "summer", "overview")]
    [InlineData("acme", ViewScope.Workspace, "", "campaigns")]
    public void Names_survive_escaping(string workspace, ViewScope scope, string of, string view)
    {
        var key = new ViewKey(workspace, scope, of, view);
        Assert.True(RedisNames.TryParseField(workspace, RedisNames.Field(key), out ViewKey read));
        Assert.Equal(key, read);
        string announcement = $"{Uri.EscapeDataString(workspace)}/{RedisNames.Field(key)}/3/12";
        Assert.True(RedisNames.TryParseAnnouncement(announcement, out read, out ViewVersion version));
        Assert.Equal((key, new ViewVersion(3, 12)), (read, version));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("a/campaign/b/c/1")]
    [InlineData("a/campaign/b/c/1/-2")]
    [InlineData("a/campaign/b/c/1/99999999999999999999")]
    [InlineData("a/campaign/b/c/1/2/3")]
    [InlineData("a/galaxy/b/c/1/2")]
    [InlineData("a/campaign//c/1/2")]
    [InlineData("a/workspace/b/c/1/2")]
    public void What_is_no_announcement_is_not_read_as_one(string text) =>
        Assert.False(RedisNames.TryParseAnnouncement(text, out _, out _));

    private static async Task<PutOutcome> PutAsync(
        ConnectionMultiplexer client,
        RedisNames names,
        PublishedView view
    ) => Assert.Single(await PutScript.RunAsync(client.GetDatabase(), names, [(view, ViewCodec.Write(view))]));
}
