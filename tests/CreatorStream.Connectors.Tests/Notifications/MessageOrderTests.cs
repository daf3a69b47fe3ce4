using System.Text.Json;
using CreatorStream.Connectors.Notifications;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>What is about one alert comes in order: a program that is told of an end first opens what nobody closes.</summary>
public class MessageOrderTests
{
    [Fact]
    public async Task An_end_waits_for_an_opening_that_is_tried_again_and_no_other_alert_does()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver, "{ channels: [ops], events: [opened, closed] }");
        receiver.Answers.Enqueue((503, null));
        world.Show(world.Alert(5, isOpen: true));
        TimeSpan rest = (await SendAsync(world)).GetValueOrDefault();
        receiver.Calls.Clear();

        // It closes, and late events moved its opening by a minute. The receiver takes everything again.
        world.Show(world.Alert(6, held: 6), world.Alert(3, isOpen: true, creator: "ann"));
        await SendAsync(world);
        Assert.Equal(["alert.opened ann"], Told(receiver));
        world.Restart();
        await SendAsync(world);
        Assert.Equal(["alert.opened ann"], Told(receiver));
        world.Time.Advance(rest);
        Assert.Null(await SendAsync(world));
        Assert.Equal(["alert.opened ann", "alert.opened ", "alert.closed "], Told(receiver));
    }

    [Fact]
    public async Task An_opening_that_is_given_up_holds_its_end_back_no_more()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver, "{ channels: [ops], events: [opened, closed] }");
        receiver.Answers.Enqueue((503, null));
        receiver.Answers.Enqueue((400, null));
        world.Show(world.Alert(5, isOpen: true));
        TimeSpan? rest = await SendAsync(world);
        world.Show(world.Alert(5));
        Assert.Equal(rest, await SendAsync(world));
        world.Time.Advance(rest.GetValueOrDefault());
        Assert.Null(await SendAsync(world));
        Assert.Equal(["alert.opened ", "alert.opened ", "alert.closed "], Told(receiver));
    }

    [Fact]
    public async Task Of_two_that_were_put_in_at_once_the_opening_comes_first()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver, "{ channels: [ops] }, { channels: [ops], events: [closed] }");
        world.Time.Advance(TimeSpan.FromMinutes(30));
        string[] creators = [.. Enumerable.Range(0, 10).Select(n => $"c{n}")];
        world.Show([.. creators.Select(creator => world.Alert(20, creator: creator))]);
        Assert.Null(await SendAsync(world));
        Assert.Equal(20, receiver.Calls.Count);
        Assert.All(
            creators,
            creator =>
                Assert.Equal(
                    [$"alert.opened {creator}", $"alert.closed {creator}"],
                    Told(receiver).Where(told => told.EndsWith(creator, StringComparison.Ordinal))
                )
        );
    }

    /// <summary>What is held back for a minute is told in one message, which says both.</summary>
    [Fact]
    public async Task An_opening_and_its_end_that_are_both_due_are_gathered_together()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using var world = new World(
            """
            channels: [{ name: team, kind: slack, url: { file: url } }]
            rules: [{ channels: [team], events: [opened, closed] }]
            """,
            receiver.Url
        );
        string[] creators = [.. Enumerable.Range(0, 22).Select(n => $"c{n}")];
        world.Show([.. creators.Select(creator => world.Alert(5, isOpen: true, creator: creator))]);
        Assert.NotNull(await SendAsync(world));
        world.Show([.. creators.Select(creator => world.Alert(5, creator: creator))]);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await SendAsync(world));
        Assert.Equal(21, receiver.Calls.Count);
        using var json = JsonDocument.Parse(receiver.Calls.Last().Body);
        Assert.Contains(
            "*2 more alerts opened, 22 closed*",
            json.RootElement.GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
    }

    private static World Webhook(Receiver receiver, string rules) =>
        new(
            $$"""
            channels: [{ name: ops, kind: webhook, url: "{{receiver.Url}}", secret: { file: secret } }]
            rules: [{{rules}}]
            """
        );

    /// <summary>What came, and about which creator.</summary>
    private static string[] Told(Receiver receiver) =>
        [
            .. receiver
                .Calls.Select(call => Notification.FromJson(call.Body))
                .Select(told => $"{told.Type} {told.Data.Creator}"),
        ];

    private static async Task<TimeSpan?> SendAsync(World world)
    {
        world.Watch.Look();
        return await world.Channels[0].SendDueAsync(CancellationToken.None);
    }
}
