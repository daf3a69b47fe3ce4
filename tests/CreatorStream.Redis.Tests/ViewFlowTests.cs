using CreatorStream.Pipeline.Views;
using StackExchange.Redis;

namespace CreatorStream.Redis.Tests;

public sealed class ViewFlowTests
{
    [SkippableFact]
    public async Task What_an_owner_puts_is_shown_elsewhere()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        await using var owner = Wiring.Start(redis, Wiring.Never);
        await using var shop = Wiring.Start(redis, Wiring.Never);
        owner.Writer.Put([Views.Of(1, 1), Views.OfWorkspace(1, 1)]);
        await owner.WrittenAsync();
        await shop.LiveAsync();
        // One that begins now finds what is there; the others hear of it.
        await using var late = Wiring.Start(redis, Wiring.Never);
        await late.ShowsAsync(Views.Of(1, 1));
        var heard = new TaskCompletionSource<ViewKey>();
        using IDisposable subscription = shop.Shown.Changes.Subscribe(key => heard.TrySetResult(key));
        ViewDocument? before = late.Shown.Get(Views.Key());
        owner.Writer.Put([Views.Of(1, 2)]);
        await late.ShowsAsync(Views.Of(1, 2));
        await shop.ShowsAsync(Views.Of(1, 2));
        Assert.Equal("acme", (await heard.Task).Workspace);
        await late.ShowsAsync(Views.OfWorkspace(1, 1));
        // Deltas rest on what didn't change being the same object.
        ViewDocument after = late.Shown.Get(Views.Key())!;
        Assert.Same(before!.Fields["constant"], after.Fields["constant"]);
        Assert.Same(before.Tables["rows"].Rows[0].Json, after.Tables["rows"].Rows[0].Json);
        Assert.NotSame(before.Tables["rows"], after.Tables["rows"]);
    }

    [SkippableFact]
    public async Task A_second_source_may_be_ahead_and_Redis_takes_nothing_back()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        await using var both = Wiring.Start(redis, Wiring.Often);
        both.Shown.Offer(Views.Of(1, 7));
        both.Writer.Put([Views.Of(1, 5), Views.Of(1, 5, "autumn")]);
        await both.ShowsAsync(Views.Of(1, 5, "autumn"));
        Assert.Equal(new ViewVersion(1, 7), both.Shown.Find(Views.Key())!.Version);
        both.Writer.Put([Views.Of(1, 8)]);
        await both.ShowsAsync(Views.Of(1, 8));
    }

    [SkippableFact]
    public async Task A_missed_announcement_is_made_up_for_by_comparing_versions()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        await using var owner = Wiring.Start(redis, Wiring.Never);
        owner.Writer.Put([Views.Of(1, 1)]);
        await owner.WrittenAsync();
        await using var shop = Wiring.Start(redis, Wiring.Often);
        await shop.ShowsAsync(Views.Of(1, 1));
        // Written without a word.
        PublishedView silent = Views.Of(1, 2);
        var names = new RedisNames(redis.Prefix);
        using ConnectionMultiplexer client = await redis.ConnectAsync();
        IDatabase database = client.GetDatabase();
        await database.HashSetAsync(names.View(silent.Key), [new HashEntry("body", ViewCodec.Write(silent))]);
        await database.HashSetAsync(names.Versions("acme"), [new HashEntry(RedisNames.Field(silent.Key), "1/2")]);
        await shop.ShowsAsync(silent);
        Assert.True(shop.Reader.IsLive);
    }

    [SkippableFact]
    public async Task Views_that_changed_together_take_two_commands()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        await using var owner = Wiring.Start(redis, Wiring.Never);
        PublishedView[] all = [.. Enumerable.Range(0, 1000).Select(i => Views.Of(1, 1, $"campaign{i}"))];
        owner.Writer.Put(all);
        await owner.LiveAsync();
        await owner.WrittenAsync();
        await Eventually.Holds("all are shown", () => owner.Shown.Count == all.Length);
        await owner.ShowsAsync(all[^1]);
        long written = owner.Writer.Written;
        long fetched = owner.Reader.Fetched;
        long commands = owner.Connection.Commands;
        PublishedView[] changed =
        [
            Views.Of(1, 2, "campaign3"),
            Views.Of(1, 2, "campaign5"),
            Views.Of(1, 2, "campaign8"),
        ];
        // Putting the same again is no change.
        owner.Writer.Put([.. changed, .. all]);
        await owner.WrittenAsync();
        foreach (PublishedView view in changed)
        {
            await owner.ShowsAsync(view);
        }
        Assert.Equal(3, owner.Writer.Written - written);
        // All are put at once, and read at once.
        Assert.Equal(3, owner.Reader.Fetched - fetched);
        Assert.Equal(2, owner.Connection.Commands - commands);
    }

    [SkippableFact]
    public async Task One_view_that_redis_does_not_take_holds_up_no_other()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        var names = new RedisNames(redis.Prefix);
        using ConnectionMultiplexer client = await redis.ConnectAsync();
        await client.GetDatabase().StringSetAsync(names.View(Views.Key("odd")), "no hash");
        await using var both = Wiring.Start(redis, Wiring.Never);
        both.Writer.Put([Views.Of(1, 1, "even"), Views.Of(1, 1, "odd"), Views.Of(1, 1, "other")]);
        await both.ShowsAsync(Views.Of(1, 1, "even"));
        await both.ShowsAsync(Views.Of(1, 1, "other"));
        // Readers know of a view before its writer has heard that it was taken.
        await Eventually.Holds("the others are done with", () => both.Writer.Pending <= 1);
        Assert.Equal(1, both.Writer.Pending);
    }

    [SkippableFact]
    public async Task Of_a_workspace_that_moved_what_waits_is_written_and_nothing_any_more()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using var before = Wiring.Start(redis, Wiring.Often);
        before.Writer.Put([Views.Of(1, 1), Views.Of(1, 1, workspace: "other")]);
        await before.WrittenAsync();
        await redis.KillAsync();
        before.Writer.Put([Views.Of(1, 2)]);
        before.Writer.Forget(workspace => workspace == "acme");
        await redis.StartAgainAsync();
        await Eventually.Holds("both are there", () => before.Writer is { Restored: > 0, Pending: 0 });
        using ConnectionMultiplexer client = await redis.ConnectAsync();
        IDatabase database = client.GetDatabase();
        RedisKey versions = new RedisNames(redis.Prefix).Versions("acme");
        Assert.Single(await database.HashGetAllAsync(versions));
        long restored = before.Writer.Restored;
        await redis.FlushAsync();
        await Eventually.Holds(
            "the other is written again",
            () => before.Writer.Restored > restored && before.Writer.Pending == 0
        );
        Assert.Empty(await database.HashGetAllAsync(versions));
    }

    [SkippableFact]
    public async Task A_body_that_can_not_be_read_is_told_once_and_harms_no_other()
    {
        await using RedisServer redis = await RedisServer.SomeAsync();
        var names = new RedisNames(redis.Prefix);
        using (ConnectionMultiplexer client = await redis.ConnectAsync())
        {
            IDatabase database = client.GetDatabase();
            PublishedView bad = Views.Of(1, 1, "bad");
            await database.SetAddAsync(names.Workspaces, "acme");
            await database.HashSetAsync(names.View(bad.Key), [new HashEntry("body", "nonsense")]);
            await database.HashSetAsync(names.Versions("acme"), [new HashEntry(RedisNames.Field(bad.Key), "1/1")]);
        }
        await using var both = Wiring.Start(redis, Wiring.Often);
        both.Writer.Put([Views.Of(1, 1)]);
        await both.ShowsAsync(Views.Of(1, 1));
        long commands = both.Connection.Commands;
        await Eventually.Holds("it was compared again", () => both.Connection.Commands > commands + 20);
        Assert.Single(both.ReaderLog.Lines, line => line.Contains("can't be used"));
        both.Writer.Put([Views.Of(1, 2, "bad")]);
        await both.ShowsAsync(Views.Of(1, 2, "bad"));
    }
}
