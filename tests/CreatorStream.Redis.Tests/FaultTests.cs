using CreatorStream.Pipeline.Views;
using StackExchange.Redis;

namespace CreatorStream.Redis.Tests;

public sealed class FaultTests
{
    [SkippableFact]
    public async Task What_FLUSHALL_took_is_written_again()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using var both = Wiring.Start(redis, Wiring.Often);
        both.Writer.Put([Views.Of(1, 1), Views.Of(1, 3, "autumn"), Views.OfWorkspace(1, 1)]);
        await both.ShowsAsync(Views.Of(1, 1));
        await both.WrittenAsync();
        await redis.FlushAsync();
        await Eventually.Holds("all three are written again", () => both.Writer is { Restored: 3, Pending: 0 });
        // Shown all along, and there for whoever begins now.
        Assert.NotNull(both.Shown.Get(Views.Key()));
        await using var late = Wiring.Start(redis, Wiring.Never);
        await late.ShowsAsync(Views.Of(1, 1));
        await late.ShowsAsync(Views.Of(1, 3, "autumn"));
        await late.ShowsAsync(Views.OfWorkspace(1, 1));
    }

    [SkippableFact]
    public async Task A_Redis_that_comes_back_with_an_old_dump_is_brought_up_and_nothing_shown_goes_back()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using var both = Wiring.Start(redis, Wiring.Often);
        var shown = new List<ViewVersion>();
        using IDisposable subscription = both.Shown.Changes.Subscribe(key => shown.Add(both.Shown.Find(key)!.Version));
        both.Writer.Put([Views.Of(1, 1)]);
        await both.ShowsAsync(Views.Of(1, 1));
        await redis.SaveAsync();
        both.Writer.Put([Views.Of(2, 1)]);
        await both.ShowsAsync(Views.Of(2, 1));
        await both.WrittenAsync();
        await redis.KillAsync();
        await Eventually.Holds("the reader is degraded", () => !both.Reader.IsLive);
        await redis.StartAgainAsync();
        await Eventually.Holds("it is written again", () => both.Writer is { Restored: 1, Pending: 0 });
        await both.LiveAsync();
        await using var late = Wiring.Start(redis, Wiring.Never);
        await late.ShowsAsync(Views.Of(2, 1));
        Assert.Equal(shown.Order(), shown);
        Assert.Equal(new ViewVersion(2, 1), both.Shown.Find(Views.Key())!.Version);
    }

    [SkippableFact]
    public async Task While_Redis_is_away_the_newest_versions_wait_and_then_all_is_current()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using var owner = Wiring.Start(redis, Wiring.Never);
        await using var shop = Wiring.Start(redis, Wiring.Never);
        owner.Writer.Put([Views.Of(1, 1)]);
        await shop.ShowsAsync(Views.Of(1, 1));
        await shop.LiveAsync();
        Assert.Null(shop.Reader.DegradedSince);
        await redis.KillAsync();
        await Eventually.Holds("the reader is degraded", () => shop.Reader.DegradedSince != null);
        for (int i = 2; i <= 50; i++)
        {
            owner.Writer.Put([Views.Of(1, i), Views.Of(1, i, "autumn")]);
        }
        await Eventually.Holds("the writer knows", () => !owner.Connection.IsOpen);
        Assert.Equal(2, owner.Writer.Pending);
        Assert.Equal(new ViewVersion(1, 1), shop.Shown.Find(Views.Key())!.Version);
        // Another source goes on.
        shop.Shown.Offer(Views.Of(1, 20));
        await redis.StartAgainAsync();
        await shop.ShowsAsync(Views.Of(1, 50));
        await shop.ShowsAsync(Views.Of(1, 50, "autumn"));
        await shop.LiveAsync();
        await owner.WrittenAsync();
    }

    [SkippableFact]
    public async Task A_Redis_that_takes_no_writes_is_asked_again_until_it_does()
    {
        await using RedisServer redis = await RedisServer.StartAsync("--port", "{port}", "--maxmemory", "1mb");
        await using var both = Wiring.Start(redis, Wiring.Often);
        await both.LiveAsync();
        both.Writer.Put([Views.Of(1, 1)]);
        await Eventually.Holds("it is said", () => both.WriterLog.Has("did not take"));
        Assert.Equal(1, both.Writer.Pending);
        Assert.True(both.Connection.IsOpen);
        using ConnectionMultiplexer client = await redis.ConnectAsync();
        await client.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await both.ShowsAsync(Views.Of(1, 1));
    }

    [SkippableFact]
    public async Task In_a_black_hole_operations_end_in_time_then_fail_at_once_and_all_comes_back()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using var network = new BlackHole(redis.Port);
        var time = new ManualTime();
        // By the test's clock; the client has a real one of its own, which is to be no earlier. It is waited for at the end.
        var options = new RedisOptions { Address = network.Address, Timeout = TimeSpan.FromSeconds(5) };
        await using var connection = new RedisConnection(options, time, new RecordedLog<RedisConnection>());
        connection.Start();
        await Eventually.Holds("it is open", () => Step(time, connection.IsOpen));
        Assert.True((await connection.RunAsync(1, one => one.StringSetAsync("a", "b"), default)));

        network.IsSwallowing = true;
        Task<bool> stuck = connection.RunAsync(1, one => one.StringSetAsync("a", "c"), default);
        await Eventually.Holds("the command is gone", () => network.Swallowed > 0);
        Assert.False(stuck.IsCompleted);
        time.Advance(options.Timeout);
        await Eventually.Done(Assert.ThrowsAsync<RedisUnavailableException>(() => stuck));

        // The clock stands: these fail without waiting, and without a word to Redis.
        Assert.False(connection.IsOpen);
        long commands = connection.Commands;
        Task<bool> refused = connection.RunAsync(1, one => one.StringSetAsync("a", "d"), default);
        Assert.IsType<RedisUnavailableException>(refused.Exception?.InnerException);
        Assert.Equal(commands, connection.Commands);

        network.IsSwallowing = false;
        await Eventually.Holds("it is open again", () => Step(time, connection.IsOpen));
        Assert.True(await connection.RunAsync(1, one => one.StringSetAsync("a", "e"), default));
    }

    [SkippableFact]
    public async Task A_dead_socket_is_noticed_by_those_who_only_listen()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using var network = new BlackHole(redis.Port);
        await using var owner = Wiring.Start(redis, Wiring.Never);
        var options = new RedisOptions
        {
            Address = network.Address,
            Prefix = redis.Prefix,
            CheckEvery = Wiring.Never,
            Pause = TimeSpan.FromMilliseconds(50),
            Timeout = TimeSpan.FromSeconds(2),
        };
        await using var shop = Wiring.Start(options);
        await shop.LiveAsync();
        network.IsSwallowing = true;
        await Eventually.Holds("it is degraded", () => !shop.Reader.IsLive);
        owner.Writer.Put([Views.Of(1, 1)]);
        await owner.WrittenAsync();
        network.IsSwallowing = false;
        await shop.ShowsAsync(Views.Of(1, 1));
        await shop.LiveAsync();
        owner.Writer.Put([Views.Of(1, 2)]);
        await shop.ShowsAsync(Views.Of(1, 2));
    }

    /// <summary>A Redis that evicts takes the view and leaves its version.</summary>
    [SkippableFact]
    public async Task A_view_whose_key_alone_is_gone_is_written_again()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        var names = new RedisNames(redis.Prefix);
        using ConnectionMultiplexer client = await redis.ConnectAsync();
        var time = new ManualTime();
        await using var owner = Wiring.Start(redis, TimeSpan.FromSeconds(5), time);
        owner.Writer.Put([Views.Of(1, 1)]);
        await Eventually.Holds("it is written", () => Step(time, owner.Connection.IsOpen && owner.Writer.Pending == 0));
        Assert.True(await client.GetDatabase().KeyDeleteAsync(names.View(Views.Key())));
        time.Advance(TimeSpan.FromDays(1));
        await Eventually.Holds(
            "it is there again",
            async () =>
            {
                bool isThere = await client.GetDatabase().KeyExistsAsync(names.View(Views.Key()));
                Step(time, isThere);
                return isThere ? null : "it is not";
            }
        );
    }

    [SkippableFact]
    public async Task What_nobody_renews_goes_and_views_that_do_not_change_stay_while_their_owner_lives()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        var names = new RedisNames(redis.Prefix);
        using ConnectionMultiplexer client = await redis.ConnectAsync();
        IDatabase database = client.GetDatabase();
        RedisKey[] keys = [names.View(Views.Key()), names.Versions("acme"), names.Workspaces];
        var time = new ManualTime();
        await using var owner = Wiring.Start(redis, TimeSpan.FromSeconds(5), time);
        owner.Writer.Put([Views.Of(1, 1)]);
        await Eventually.Holds("it is written", () => Step(time, owner.Connection.IsOpen && owner.Writer.Pending == 0));
        Assert.Null(await ShortestAsync());

        foreach (RedisKey key in keys)
        {
            await database.KeyExpireAsync(key, TimeSpan.FromHours(1));
        }
        Assert.NotNull(await ShortestAsync());
        time.Advance(TimeSpan.FromDays(1));
        await Eventually.Holds(
            "all live on",
            async () =>
            {
                string? tooShort = await ShortestAsync();
                Step(time, tooShort == null);
                return tooShort;
            }
        );

        // What does not live for about a week; null: all do.
        async Task<string?> ShortestAsync()
        {
            foreach (RedisKey key in keys)
            {
                TimeSpan? life = await database.KeyTimeToLiveAsync(key);
                if (life is not { TotalDays: > 6 and <= 7 })
                {
                    return $"{key}: {life}";
                }
            }
            return null;
        }
    }

    /// <summary>A little time with each look, so that nothing runs out while it gets on.</summary>
    private static bool Step(ManualTime time, bool isIt)
    {
        if (!isIt)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
        }
        return isIt;
    }
}
